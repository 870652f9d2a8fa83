import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that hands everything on to another and remembers what was asked. */
export interface CountingProxy {
  readonly host: string;
  /** Addresses in the order asked. */
  readonly asked: string[];
  close(): void;
}

/** Starts one on loopback, before a server of plain http. */
export async function countRequests(target: string): Promise<CountingProxy> {
  const asked: string[] = [];
  const [hostname, port] = target.split(':');
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    asked.push(url ?? '');
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
