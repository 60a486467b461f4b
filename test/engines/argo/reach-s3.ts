import { startProxy, type Proxy } from '../s3/proxy.ts';
import type { Cluster } from './cluster/cluster.ts';

type Variables = Readonly<Record<string, string>>;

/** The way from this process to the cluster's S3. */
export interface S3Access {
  /** To be closed by whoever asked. */
  readonly proxy: Proxy;
  /** For pods too; where S3 is, is said beside. */
  readonly credentials: Variables;
  /** The environment in which this process reaches it. */
  readonly env: Variables;
}

export async function reachS3({ s3 }: Cluster): Promise<S3Access> {
  const proxy = await startProxy(s3.socket);
  const credentials = {
    AWS_ACCESS_KEY_ID: s3.accessKey,
    AWS_SECRET_ACCESS_KEY: s3.secretKey,
    AWS_REGION: 'us-east-1',
  };
  // The SDK's chain of credentials reads the process's own environment.
  Object.assign(process.env, credentials);
  return { proxy, credentials, env: { ...credentials, AWS_ENDPOINT_URL_S3: proxy.url } };
}
