// The proxy's thread; see proxy.ts.

import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { Fault, Order, Request, Rule } from './proxy.ts';

const socket = workerData as string;
let rule: Rule | undefined;
let matched = 0;
let requests: Request[] = [];

const server = createServer((incoming, outgoing) => {
  requests.push({ method: incoming.method ?? '', url: incoming.url ?? '' });
  handle(incoming, outgoing, faultFor(incoming));
});

server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port, []));

parentPort?.on('message', (order: Order) => {
  parentPort?.postMessage(requests, []);
  if (order === 'requests') return;
  rule = order.rule;
  matched = 0;
  requests = [];
});

function faultFor({ method, url = '', headers }: IncomingMessage): Fault | undefined {
  if (rule === undefined || (rule.method !== undefined && rule.method !== method)) return undefined;
  if (rule.url?.test(url) === false || rule.range?.test(headers.range ?? '') === false) return undefined;
  matched++;
  if (matched > (rule.times ?? Infinity) || matched % (rule.butEvery ?? Infinity) === 0) return undefined;
  return rule.fault;
}

function handle(incoming: IncomingMessage, outgoing: ServerResponse, fault: Fault | undefined): void {
  if (fault?.kind === 'silent') return;
  if (fault?.kind === 'status') {
    incoming.resume().once('end', () => {
      outgoing.writeHead(fault.status, { 'content-type': 'application/xml' });
      outgoing.end(
        fault.code &&
          `<?xml version="1.0"?><Error><Code>${fault.code}</Code><Message>made by the proxy</Message></Error>`,
      );
    });
    return;
  }
  const onward = send({ socketPath: socket, method: incoming.method, path: incoming.url, headers: incoming.headers });
  onward.once('error', () => outgoing.destroy());
  onward.once('response', (answer) => {
    answer.once('error', () => outgoing.destroy());
    if (fault?.kind === 'lose') {
      answer.resume().once('end', () => outgoing.destroy());
      return;
    }
    setTimeout(() => pass(answer, outgoing, fault), fault?.kind === 'wait' ? fault.time : 0);
  });
  incoming.pipe(onward);
}

function pass(answer: IncomingMessage, outgoing: ServerResponse, fault: Fault | undefined): void {
  outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
  let left = fault?.kind === 'cut' ? fault.after : Infinity;
  let altered = fault?.kind !== 'alter';
  answer.on('data', (chunk: Buffer) => {
    if (!altered) {
      chunk[chunk.length - 1] = (chunk.at(-1) ?? 0) ^ 1;
      altered = true;
    }
    const piece = chunk.subarray(0, left);
    left -= piece.length;
    // What was written has to be on its way before the connection goes.
    outgoing.write(piece, () => {
      if (left === 0) outgoing.destroy();
    });
  });
  answer.once('end', () => outgoing.end());
}
