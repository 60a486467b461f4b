import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import type { Orchestrator } from '../../../../src/orchestrators/orchestrator.ts';
import { openStepFunctions } from '../../../../src/orchestrators/step-functions/step-functions.ts';

// A server on loopback that answers as AWS does, or as it should not: JSON whose action stands in a header
// (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html), and for Batch in the path.

export interface Asked {
  /** `DescribeExecution` */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage['headers'];
}

export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  /** Milliseconds. */
  readonly after?: number;
}

export interface Served {
  readonly url: string;
  readonly asked: readonly Asked[];
}

/** Answers until the test is over, and is what the environment says AWS is. */
export async function serve(answer: (asked: Asked) => Answer): Promise<Served> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = readRequest(request, Buffer.concat(chunks).toString());
      asked.push(one);
      const { after = 0, ...rest } = answer(one);
      setTimeout(() => send(response, rest), after);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  setEnvironment({ ...environment, AWS_ENDPOINT_URL: url });
  return { url, asked };
}

function readRequest({ url = '', headers }: IncomingMessage, body: string): Asked {
  const target = headers['x-amz-target'];
  const action = typeof target === 'string' ? (target.split('.')[1] ?? '') : (PATHS[url] ?? url);
  return { action, input: body === '' ? {} : (JSON.parse(body) as Asked['input']), headers };
}

const PATHS: Readonly<Record<string, string>> = { '/v1/describejobs': 'DescribeJobs' };

function send(response: ServerResponse, { status = 200, json, text }: Answer): void {
  const type = text === undefined ? 'application/x-amz-json-1.0' : 'text/html';
  response.writeHead(status, { 'content-type': type }).end(text ?? JSON.stringify(json));
}

/** Of somebody who may ask, and does so twice at most. The SDK reads the process's own environment. */
export const environment = {
  AWS_REGION: 'eu-central-1',
  AWS_DEFAULT_REGION: '',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_RETRY_MODE: 'standard',
  AWS_MAX_ATTEMPTS: '2',
} as const;

/** Until the test is over. What is empty is not there. */
export function setEnvironment(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value === '' ? undefined : value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

/** @param most - Elements that succeeded and are looked at. */
export const open = (progress?: (read: number, known: number) => void, most?: number): Promise<Orchestrator> =>
  openStepFunctions(process.env, progress, most);

/** An error as AWS answers with it. */
export const refusal = (type: string, message = '', status = 400): Answer => ({
  status,
  json: { __type: `com.amazonaws.swf.service.v2.model#${type}`, message },
});

type Answers = Readonly<Record<string, Answer | object | ((input: Asked['input']) => Answer | object)>>;

/** Answers by the action; what is no `Answer` is the result itself. */
export const byAction =
  (answers: Answers) =>
  ({ action, input }: Asked): Answer => {
    const found = answers[action] ?? refusal('UnknownOperationException', action, 404);
    const answer = typeof found === 'function' ? found(input) : found;
    return 'json' in answer || 'text' in answer ? answer : { json: answer };
  };
