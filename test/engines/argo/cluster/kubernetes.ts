// Speaks to an API server as its administrator: JSON over HTTPS, by TCP from beside it or by a Unix socket from the host.

import { request as send, Agent } from 'node:https';
import { text } from 'node:stream/consumers';
import { load } from 'js-yaml';

/** Where the API server listens: options of Node's `https.request`. */
export type Listening = { readonly host: string } | { readonly socketPath: string };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  /** Of the body; else JSON, and of a PATCH a JSON merge patch. */
  readonly contentType?: string;
  /** In place of the administrator's. */
  readonly token?: string;
}

/** What every object of Kubernetes has. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** The API server said no. */
export class KubernetesError extends Error {
  /** Of HTTP. */
  readonly status: number;
  /** One word of Kubernetes: `NotFound`, `AlreadyExists`, `Invalid` …; empty where it gave none. */
  readonly reason: string;

  constructor(request: string, status: number, answer: string) {
    const { message = answer, reason = '' } = statusOf(answer);
    super(`${request}: ${status} ${message}`);
    this.name = 'KubernetesError';
    this.status = status;
    this.reason = reason;
  }
}

function statusOf(answer: string): { readonly message?: string; readonly reason?: string } {
  try {
    return JSON.parse(answer);
  } catch {
    return {};
  }
}

const plurals: Readonly<Record<string, string>> = {
  EventBus: 'eventbus',
  PriorityClass: 'priorityclasses',
  RuntimeClass: 'runtimeclasses',
};
const clusterWide = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'Namespace',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
]);

export class Kubernetes {
  readonly #listening: Listening;
  readonly #token: string;
  // The certificate is one that the server made for itself when it started.
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16, rejectUnauthorized: false });

  constructor(listening: Listening, token: string) {
    this.#listening = listening;
    this.#token = token;
  }

  /** One request; a body that is no text goes as JSON. Gives the answer, parsed where it is JSON, else its text. Throws KubernetesError where it is no 2xx. */
  async request<T>(method: Method, path: string, body?: unknown, options: RequestOptions = {}): Promise<T> {
    const { contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' } = options;
    const { status, type, answer } = await new Promise<{ status: number; type: string; answer: string }>(
      (resolve, reject) => {
        const request = send({
          ...this.#listening,
          agent: this.#agent,
          method,
          path,
          headers: {
            Authorization: `Bearer ${options.token ?? this.#token}`,
            Accept: 'application/json, */*',
            ...(body === undefined ? {} : { 'Content-Type': contentType }),
          },
        });
        request.once('error', reject).once('response', (response) => {
          const { statusCode = 0, headers } = response;
          text(response).then(
            (answer) => resolve({ status: statusCode, type: headers['content-type'] ?? '', answer }),
            reject,
          );
        });
        request.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
      },
    );
    if (status < 200 || status > 299) throw new KubernetesError(`${method} ${path}`, status, answer);
    return type.startsWith('application/json') ? JSON.parse(answer) : (answer as T);
  }

  /** Creates an object, with strict validation of its fields, in the namespace where its kind has one. */
  async create(namespace: string, object: KubernetesObject): Promise<void> {
    await this.request('POST', collection(namespace, object), object);
  }

  /** Creates the objects of a YAML text in turn. The server reads the text itself: its YAML is an older one than ours. */
  async apply(namespace: string, yaml: string): Promise<void> {
    for (const text of yaml.split(/^---$/m)) {
      const object = load(text);
      if (object === undefined || object === null) continue;
      await this.request('POST', collection(namespace, object as KubernetesObject), text, {
        contentType: 'application/yaml',
      });
    }
  }

  /** Gives its connections back. */
  close(): void {
    this.#agent.destroy();
  }
}

function collection(namespace: string, { apiVersion, kind }: KubernetesObject): string {
  const api = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = plurals[kind] ?? `${kind.toLowerCase()}s`;
  return `${clusterWide.has(kind) ? api : `${api}/namespaces/${namespace}`}/${plural}?fieldValidation=Strict`;
}
