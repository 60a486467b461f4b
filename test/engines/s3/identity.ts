// The places from which the AWS SDK takes credentials in a cluster, in one HTTP server: a token service for web identities, the agent of EKS for pods, and
// the metadata of an instance (version 2 alone, as AWS recommends). What they give out are the credentials of the test's own S3 server, with an empty session
// token: versitygw knows no sessions.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Identity {
  readonly url: string;
  /** Where nobody ever answers. */
  readonly silent: string;
  /** What was asked of it, `GET /credentials`, since the last look. */
  asked(): readonly string[];
  close(): void;
}

/** @param token - Whoever asks has to show it. */
export async function startIdentity(accessKey: string, secretKey: string, token: string): Promise<Identity> {
  let asked: string[] = [];
  const Expiration = new Date(Date.now() + 3600_000).toISOString();
  const keys = { AccessKeyId: accessKey, SecretAccessKey: secretKey, Expiration };
  const answer = async ({ method, url, headers, body }: Asked): Promise<string | undefined> => {
    switch (`${method} ${url}`) {
      case 'POST /': {
        const form = new URLSearchParams(body);
        return form.get('WebIdentityToken') === token ? webIdentity(keys) : undefined;
      }
      case 'GET /credentials':
        return headers.authorization === token ? JSON.stringify({ ...keys, Token: '' }) : undefined;
      case 'PUT /latest/api/token':
        return token;
      case 'GET /latest/meta-data/iam/security-credentials/':
        return headers['x-aws-ec2-metadata-token'] === token ? 'role-of-the-node' : undefined;
      case 'GET /latest/meta-data/iam/security-credentials/role-of-the-node':
        return JSON.stringify({ Code: 'Success', Type: 'AWS-HMAC', ...keys, Token: '' });
    }
    return undefined;
  };
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push(`${method} ${url}`);
    void text(request)
      .then((body) => answer({ method, url, headers, body }))
      .then((said) => response.writeHead(said === undefined ? 403 : 200).end(said ?? REFUSED));
  });
  const silent = createServer(() => {});
  return {
    url: await listening(server),
    silent: await listening(silent),
    asked: () => {
      const all = asked;
      asked = [];
      return all;
    },
    close: () => {
      for (const one of [server, silent]) {
        one.closeAllConnections();
        one.close();
      }
    },
  };
}

async function listening(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** In the words of the token service, which the others' readers do not read. */
const REFUSED =
  '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>' +
  '<Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error><RequestId>r</RequestId></ErrorResponse>';

const webIdentity = (keys: Readonly<Record<string, string>>): string =>
  `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>${Object.entries(
    keys,
  )
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}<SessionToken></SessionToken></Credentials>` +
  '<AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>';
