import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../test/any-json.ts';
import { contentOf } from '../content.ts';
import { type JsonMember, outlineOf, splitItems, splitMembers } from './split-members.ts';

const toBytes = (text: string) => contentOf(new TextEncoder().encode(text));
/** Longer than a piece. */
const long = Array.from({ length: 3000 }, (_, number) => ({ number, text: `é"],{${'x'.repeat(800)}` }));

test('property: the members of any object are those that JSON.parse gives', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), anyJson()), fc.constantFrom(0, 2), (value, indent) => {
      const bytes = toBytes(JSON.stringify(value, null, indent));
      assert.equal(outlineOf(bytes), 'object');
      const members = [...splitMembers(bytes)].map(({ name, value: one }) => [name, one] as const);
      assert.deepEqual(Object.fromEntries(members), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('property: any bytes have an outline or none, and are split or fail as JSON.parse does', () => {
  const near = fc.array(fc.constantFrom('{', '}', '[', ']', '"', ',', ':', 'a', '1', '\\', ' ')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(near, fc.string()), (text) => {
      const bytes = toBytes(text);
      const outline = outlineOf(bytes);
      if (!outline) return;
      const split = () => [...(outline === 'object' ? splitMembers(bytes) : splitItems(bytes))];
      if (isJson(text)) split();
      else assert.throws(split, SyntaxError);
    }),
  );
});

test('a long list comes in pieces that say where they begin', () => {
  const members = [...splitMembers(toBytes(`\uFEFF {"a" : 1, "long":\n${JSON.stringify(long)} ,"z":[2]}\n`))];
  assert.deepEqual(members[0], { name: 'a', value: 1 });
  assert.deepEqual(members.at(-1), { name: 'z', value: [2] });
  const pieces = members.slice(1, -1);
  assert.equal(pieces.length > 1, true);
  assert.deepEqual(joined(pieces), long);
});

test('nothing is lost where one megabyte that is held ends and the next begins', () => {
  const rest = { 'a\\"{': [12, -3.5e7, { b: null }, [], ['"}', true]], c: { d: 'é\\', e: [[{}]] }, f: false };
  const text = `{"pad": "%", ${JSON.stringify(rest, null, 1).slice(1)}`;
  for (let more = 0; more < text.length; more += 1) {
    const padded = text.replace('%', 'x'.repeat(1024 * 1024 - more));
    assert.equal(outlineOf(toBytes(padded)), 'object');
    const members = [...splitMembers(toBytes(padded))].map(({ name, value }) => [name, value] as const);
    assert.deepEqual(Object.fromEntries(members.slice(1)), rest);
  }
});

test('a list that is the whole text comes in pieces too', () => {
  const pieces = [...splitItems(toBytes(JSON.stringify(long)))];
  assert.deepEqual(
    pieces.flatMap(({ items }) => items),
    long,
  );
});

for (const [name, text] of [
  ['cut off', '{"a":[1'],
  ['followed by something', '{} {}'],
  ['closed by the wrong bracket', '{"a":[1}}'],
  ['a number', '12'],
  ['nothing', ''],
  ['too deep', '['.repeat(3000) + ']'.repeat(3000)],
] as const)
  test(`what is ${name} has no outline`, () => assert.equal(outlineOf(toBytes(text)), undefined));

function joined(pieces: readonly JsonMember[]): readonly unknown[] {
  const all: unknown[] = [];
  for (const { value, from } of pieces) {
    assert.equal(from, all.length);
    assert.ok(Array.isArray(value));
    all.push(...value);
  }
  return all;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
