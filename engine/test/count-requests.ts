import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that hands everything on to another and remembers what was asked. */
export interface CountingProxy {
  readonly host: string;
  /** Addresses in the order asked. */
  readonly asked: string[];
  close(): void;
}

/** Looks at a request first; `count` is how many came so far. True when it answered. */
export type Interference = (request: IncomingMessage, response: ServerResponse, count: number) => boolean;

/** Starts one on loopback, before a server of plain http. */
export async function countRequests(target: string, interfere: Interference = () => false): Promise<CountingProxy> {
  const asked: string[] = [];
  const [hostname, port] = target.split(':');
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    asked.push(url ?? '');
    if (interfere(incoming, outgoing, asked.length)) return;
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}
