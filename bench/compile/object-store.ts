// What Metaflow takes for S3 while it compiles. It has no way to compile for Argo without uploading a code package, so
// the bench gives it a place on loopback that holds nothing and takes all: no network and no cloud account is measured.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

export interface ObjectStore extends AsyncDisposable {
  readonly url: string;
}

export async function openObjectStore(): Promise<ObjectStore> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(request.method === 'PUT' ? 200 : 404, { etag: '"0"' }).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${portOf(server)}`, [Symbol.asyncDispose]: () => close(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The object store has no port.');
  return address.port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
