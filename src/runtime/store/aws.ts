// All that flowc takes of the AWS SDK. In the built package this is a file of its own, aws.cjs, which only a datastore on S3 loads: it is seven times the rest
// of the shim.

export {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
export type { CompletedPart, ListObjectsV2CommandOutput, S3ClientConfig } from '@aws-sdk/client-s3';
