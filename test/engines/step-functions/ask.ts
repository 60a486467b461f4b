// Calls of AWS's APIs as they go over the wire, without a signature: what is set up by them is no part of what is tested.

/** By the name under which requests are signed. */
export type Service = 's3' | 'states' | 'batch' | 'secretsmanager' | 'logs';

/** Services of AWS's JSON protocol, whose operations are named in a header. */
const TARGETS: Readonly<Partial<Record<Service, string>>> = {
  states: 'AWSStepFunctions',
  secretsmanager: 'secretsmanager',
  logs: 'Logs_20140328',
};

export class AwsError extends Error {
  override readonly name = 'AwsError';
}

/** @param operation - For Batch the last part of the path, for S3 method and path. Throws AwsError. */
export async function ask<T>(url: string, service: Service, operation: string, input: object): Promise<T> {
  const [method, path] = wayTo(service, operation);
  const target = TARGETS[service];
  const response = await fetch(url + path, {
    method,
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=flowc/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`,
      ...(target === undefined ? {} : { 'X-Amz-Target': `${target}.${operation}` }),
      ...(service === 's3' ? {} : { 'Content-Type': 'application/x-amz-json-1.0' }),
    },
    ...(service === 's3' ? {} : { body: JSON.stringify(input) }),
  });
  const text = await response.text();
  if (!response.ok) throw new AwsError(`${service} ${operation}: ${response.status} ${text}`);
  return (text.startsWith('{') ? JSON.parse(text) : undefined) as T;
}

function wayTo(service: Service, operation: string): readonly [method: string, path: string] {
  if (service === 'batch') return ['POST', `/v1/${operation}`];
  const [method = '', path = ''] = operation.split(' ');
  return service === 's3' ? [method, path] : ['POST', '/'];
}
