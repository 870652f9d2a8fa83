import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const callSchema = z.object({
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  manifests: z.array(z.object({ mediaType: z.string(), digest: z.string(), size: z.number() })),
  /** Parts of the image that the layout gave with the digest and the size that the manifest states. */
  verified: z.array(z.string()),
  /** Network interfaces that it saw; the loopback one is always there. */
  interfaces: z.number(),
  /** Whether it reached the address that it was told to try. */
  reached: z.boolean(),
});

/** How a stand-in was called, and what it saw. */
export type ScannerCall = z.infer<typeof callSchema>;

/** A program that stands in for a scanner. */
export interface StandInScanner {
  /** Its calls so far. */
  calls(): readonly ScannerCall[];
}

/**
 * Puts a program into a folder that goes by a scanner's name. It writes down how it was called, and says what a real one would of the image
 * that it was given.
 *
 * in      `before`: JavaScript that runs before it reports; `tries`: a port on loopback that it tries to reach
 */
export function placeStandIn(
  folder: string,
  { before = '', tries = 1 }: { before?: string; tries?: number } = {},
): StandInScanner {
  const called = join(folder, 'called.jsonl');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'grype'), script(called, before, tries));
  chmodSync(join(folder, 'grype'), 0o755);
  return {
    calls: () =>
      readFileSync(called, 'utf8')
        .trim()
        .split('\n')
        .map((line) => callSchema.parse(JSON.parse(line))),
  };
}

const script = (called: string, before: string, port: number) => `#!${process.execPath}
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
const layout = process.argv[2].replace('oci-dir:', '');
const { manifests } = JSON.parse(readFileSync(layout + '/index.json', 'utf8'));
const verified = [];
const read = ({ digest, size }) => {
  const bytes = readFileSync(layout + '/blobs/' + digest.replace(':', '/'));
  if (bytes.length === size && 'sha256:' + createHash('sha256').update(bytes).digest('hex') === digest) verified.push(digest);
  return bytes;
};
const { config, layers } = JSON.parse(read(manifests[0]).toString());
for (const part of [config, ...layers]) read(part);
const reached = await new Promise((tell) => {
  const socket = connect(${port}, '127.0.0.1', () => { socket.destroy(); tell(true); });
  socket.on('error', () => tell(false));
});
const interfaces = readFileSync('/proc/net/dev', 'utf8').trim().split('\\n').length - 2;
appendFileSync(${JSON.stringify(called)}, JSON.stringify({ args: process.argv.slice(2), env: process.env, manifests, verified, interfaces, reached }) + '\\n');
const match = (id) => ({ vulnerability: { id, severity: 'High', fix: { state: 'unknown', versions: [] } }, artifact: { name: 'gauge', version: '1.0', type: 'deb', purl: 'pkg:deb/debian/gauge@1.0' } });
${before}
process.stdout.write(JSON.stringify({ descriptor: { name: 'grype', version: '0.96.0' }, source: { type: 'image', target: { userInput: layout, manifestDigest: 'sha256:' + '0'.repeat(64) } }, matches: [match('CVE-2030-0001')] }));
`;
