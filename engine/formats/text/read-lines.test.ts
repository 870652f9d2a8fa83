import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../content.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import { readLines } from './read-lines.ts';

const lines = (bytes: Uint8Array) => [...readLines(contentOf(bytes))];
const linesOf = (text: string) => lines(new TextEncoder().encode(text));

const cases: readonly { name: string; text: string; lines: string[] }[] = [
  { name: 'an empty file has none', text: '', lines: [] },
  { name: 'a line end is one empty line', text: '\n', lines: ['1:'] },
  { name: 'both kinds of line end', text: 'a\r\nb\n', lines: ['1:a', '2:b'] },
  { name: 'a return inside a line stays', text: 'a\rb\n', lines: ['1:a\rb'] },
  { name: 'the last line may not end', text: 'a\nb', lines: ['1:a', '2:b no-newline'] },
];

for (const { name, text, lines: expected } of cases) {
  test(name, () => {
    assert.deepEqual(
      linesOf(text).map((line) => `${line.number}:${line.text}${line.trouble ? ` ${line.trouble}` : ''}`),
      expected,
    );
  });
}

test('a line that is not UTF-8 is marked, its neighbors are not', () => {
  const found = lines(Buffer.from('a\n\xf6\nb\n', 'latin1'));
  assert.deepEqual(
    found.map((line) => line.trouble),
    [undefined, 'not-utf8', undefined],
  );
  assert.equal(found[1]?.text, '\ufffd');
});

test('lines and characters that lie across blocks are whole', () => {
  const line = `${'ö'.repeat(300_000)}x`;
  const found = linesOf(`${line}\n`.repeat(6));
  assert.equal(found.length, 6);
  assert.ok(found.every((each) => each.text === line && !each.trouble));
});

test('a line that is too long is marked, and the rest is read', () => {
  const bytes = new Uint8Array(18 * 1024 * 1024).fill(0x61);
  bytes.set([0x0a], bytes.length - 3);
  bytes.set([0x0a], bytes.length - 1);
  assert.deepEqual(lines(bytes), [
    { number: 1, text: '', trouble: 'too-long' },
    { number: 2, text: 'a' },
  ]);
});

test('property: any text comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }).filter((line) => !/[\r\n]/.test(line))), (texts) => {
      assert.deepEqual(
        linesOf(texts.map((each) => `${each}\n`).join('')).map((line) => line.text),
        texts,
      );
    }),
  );
});

test('strict decoding gives text or nothing', () => {
  assert.equal(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), 'a');
  assert.equal(decodeUtf8(Uint8Array.of(0xff)), undefined);
});
