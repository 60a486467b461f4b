import { S3Client, type S3ClientConfig } from './aws.ts';
import { tellNoCredentials } from './s3-credentials.ts';

// The SDK's client as flowc wants it. Credentials, profiles, proxies, checksums and the number of tries are the SDK's own affair and follow its own
// variables; what is decided here is what the SDK leaves open: time limits, path style, and a region where nobody named one.

/** Milliseconds. */
export interface Patience {
  /** How long a request is tried again while the server fails, */
  readonly failing: number;
  /** while nobody answers at all, */
  readonly unreachable: number;
  /** and how long a connection may be silent. */
  readonly silent: number;
}

export const PATIENCE: Patience = { failing: 60_000, unreachable: 15_000, silent: 30_000 };

/** `FLOWC_S3_PATH_STYLE`: the bucket in the path, as most servers but AWS want it. Set by itself where the environment names an endpoint. */
export async function newClient(env: NodeJS.ProcessEnv, patience: Patience): Promise<S3Client> {
  const client = await withRegion(env, patience);
  tellNoCredentials(client, env);
  return client;
}

async function withRegion(env: NodeJS.ProcessEnv, { silent }: Patience): Promise<S3Client> {
  const endpoint = env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL'];
  const style = env['FLOWC_S3_PATH_STYLE'];
  const config: S3ClientConfig = {
    ...(endpoint && env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] !== 'true' && { endpoint }),
    forcePathStyle: style ? style !== '0' && style !== 'false' : Boolean(endpoint),
    followRegionRedirects: true,
    // Blobs are checked by their own hash, which says more: that they are damaged where they lie.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: 10_000,
      socketTimeout: silent,
      httpsAgent: { maxSockets: 64 },
      httpAgent: { maxSockets: 64 },
    },
  };
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
  if (region) return new S3Client({ ...config, region });
  const client = new S3Client(config);
  try {
    await client.config.region();
    return client;
  } catch {
    // No region anywhere: a server of one's own does not care, and AWS says where the bucket is.
    client.destroy();
    return new S3Client({ ...config, region: 'us-east-1' });
  }
}
