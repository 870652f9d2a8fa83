import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { writeTar } from '../../formats/tar/write-tar.ts';
import { writeZip } from '../../formats/zip/write-zip.ts';
import type { FeedDocument } from '../../gather/advisories/feed.ts';
import type { FeedPart } from '../../gather/advisories/feed-file.ts';
import { sourceOfBytes } from './byte-source.ts';
import { splitDocuments } from './split-documents.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
/** Each part as it comes: a large document is gone with the next. */
const say = async (content: Uint8Array, path = 'x.json') =>
  (await Array.fromAsync(splitDocuments(sourceOfBytes(content), path), sayPart)).flat();

function sayPart(part: FeedPart): string | readonly string[] {
  if (part.kind === 'database') return 'database';
  const place = ({ path, line }: { path?: string; line?: number }) => `${path}${line ? `:${line}` : ''}`;
  if (part.kind === 'gap') return `${place(part.gap)} ${part.gap.code}`;
  return part.documents.map((document) => `${place(document)} ${contentOf(document)}`);
}

function contentOf({ text, large, json }: FeedDocument): string {
  if (large) return `large ${Buffer.from(large.slice(large.sizeBytes - 5, large.sizeBytes))}`;
  return text === undefined ? JSON.stringify(json) : 'text';
}

const blanks = ' '.repeat(17 * 1024 * 1024);
const zip = writeZip([
  { name: 'a.json', bytes: '{"id":1}' },
  { name: 'b/c.json.gz', bytes: gzipSync('{"id":2}') },
  { name: 'd.json', bytes: '{' },
]);
const inner = ['x.json!/a.json {"id":1}', 'x.json!/b/c.json.gz {"id":2}', 'x.json!/d.json json-unreadable'];
const tar = writeTar([
  { path: 'a.json', content: '{"id":1}' },
  { path: 'b', type: '5' },
  { path: 'b/c.json', content: '{"id":2}' },
]);
const gzip = gzipSync('{"id":1}');
const nested = [1, 2, 3, 4, 5].reduce((inner) => gzipSync(inner), bytes('{}') as Uint8Array);

const rows: readonly { name: string; content: Uint8Array; path?: string; says: readonly string[] }[] = [
  { name: 'nothing', content: bytes(''), says: ['x.json text'] },
  { name: 'one JSON value over lines', content: bytes('{\n"id": 1\n}\n'), says: ['x.json {"id":1}'] },
  { name: 'with a byte order mark', content: bytes('\uFEFF{"id":1}'), says: ['x.json {"id":1}'] },
  { name: 'a JSON list', content: bytes('[{"id":1},2]'), says: ['x.json[0] {"id":1}', 'x.json[1] 2'] },
  { name: 'JSON lines', content: bytes('{"id":1}\n\n{"id":2}\r\n'), says: ['x.json:1 {"id":1}', 'x.json:3 {"id":2}'] },
  {
    name: 'JSON lines, one broken',
    content: bytes('{"id":1}\n{"id":\n{"id":3}'),
    says: ['x.json:1 {"id":1}', 'x.json:2 json-unreadable', 'x.json:3 {"id":3}'],
  },
  {
    name: 'JSON lines, the first broken',
    content: bytes('{"id":\n{"id":2}'),
    says: ['x.json:1 json-unreadable', 'x.json:2 {"id":2}'],
  },
  {
    name: 'JSON lines, one not UTF-8',
    content: new Uint8Array([...bytes('{"id":1}\n{"a":"'), 0xff, ...bytes('"}\n')]),
    says: ['x.json:1 {"id":1}', 'x.json:2 json-unreadable'],
  },
  { name: 'a large JSON object', content: bytes(`{"a":"${blanks}","b":"é"}`), says: ['x.json large "é"}'] },
  { name: 'a large JSON list', content: bytes(`[${blanks}1]`), says: ['x.json[0] 1'] },
  { name: 'a large JSON object that breaks off', content: bytes(`{"a":"${blanks}"`), says: ['x.json json-unreadable'] },
  {
    name: 'a large JSON object that is not UTF-8',
    content: Buffer.concat([bytes(`{"a":"${blanks}`), Uint8Array.of(0xc3), bytes('"}')]),
    says: ['x.json json-unreadable'],
  },
  { name: 'JSON that breaks off', content: bytes('{"id":1,'), says: ['x.json json-unreadable'] },
  { name: 'prose', content: bytes('# Sources\n'), path: 'README.md', says: ['README.md text'] },
  { name: 'a picture', content: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff), path: 'a.png', says: [] },
  { name: 'a table that is not UTF-8', content: Uint8Array.of(0x63, 0xff), path: 'a.csv', says: ['a.csv not-utf8'] },
  { name: 'gzip, whatever its name', content: gzip, says: ['x.json {"id":1}'] },
  { name: 'gzip that breaks off', content: gzip.subarray(0, 15), says: ['x.json archive-unreadable'] },
  { name: 'gzip in gzip without end', content: nested, says: ['x.json too-large'] },
  {
    name: 'zip',
    content: zip,
    says: inner,
  },
  { name: 'zstd', content: zstdCompressSync('{"id":1}'), says: ['x.json {"id":1}'] },
  {
    name: 'zstd that breaks off',
    content: zstdCompressSync('{"id":1}'.repeat(9)).subarray(0, 12),
    says: ['x.json archive-unreadable'],
  },
  { name: 'tar', content: tar, says: ['x.json!/a.json {"id":1}', 'x.json!/b/c.json {"id":2}'] },
  {
    name: 'tar in zstd, as Red Hat packs',
    content: zstdCompressSync(tar),
    says: ['x.json!/a.json {"id":1}', 'x.json!/b/c.json {"id":2}'],
  },
  {
    name: 'zip in zip',
    content: writeZip([{ name: 'in.zip', bytes: zip }]),
    says: inner.map((text) => text.replace('!/', '!/in.zip!/')),
  },
  { name: 'zip that breaks off', content: zip.subarray(0, 60), says: ['x.json zip-unreadable'] },
];

for (const { name, content, path, says } of rows)
  test(`splits ${name}`, async () => assert.deepEqual(await say(content, path), says));

test('a gzip bomb is a gap', async () => {
  const bomb = gzipSync(new Uint8Array(600 * 1024 * 1024), { level: 1 });
  assert.deepEqual(await say(bomb), ['x.json too-large']);
});

test('property: any bytes are documents or gaps', async () => {
  const isList = async (content: Uint8Array) => Array.isArray(await say(content));
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), isList));
  await fc.assert(fc.asyncProperty(fc.string(), (text) => isList(bytes(`{${text}`))));
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.nat(200), (noise, at) =>
      isList(Buffer.concat([zip.subarray(0, at), noise, zip.subarray(at + noise.length)])),
    ),
  );
});
