import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readChallenges } from './registry-challenge.ts';

const cases: readonly (readonly [name: string, header: string, out: readonly (readonly [string, Record<string, string>])[]])[] = [
  [
    'a token server',
    'Bearer realm="https://a.example/token",service="r",scope="repository:a/b:pull,push"',
    [['bearer', { realm: 'https://a.example/token', service: 'r', scope: 'repository:a/b:pull,push' }]],
  ],
  ['basic', 'Basic realm="a b"', [['basic', { realm: 'a b' }]]],
  [
    'two in one header',
    'Basic realm="x", Bearer realm="y"',
    [
      ['basic', { realm: 'x' }],
      ['bearer', { realm: 'y' }],
    ],
  ],
  ['other letters and spaces', 'BEARER Realm = "x" ,  SERVICE=y', [['bearer', { realm: 'x', service: 'y' }]]],
  ['escapes', 'Basic realm="a\\"b\\\\"', [['basic', { realm: 'a"b\\' }]]],
  ['a scheme alone', 'Negotiate', [['negotiate', {}]]],
  [
    'an open quotation',
    'Basic realm="x',
    [
      ['basic', {}],
      ['realm', {}],
    ],
  ],
  ['nothing', '', []],
];

for (const [name, header, out] of cases)
  test(`challenge: ${name}`, () =>
    assert.deepEqual(
      readChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]),
      out,
    ));

test('property: any header is read, and quickly', () => {
  fc.assert(fc.property(fc.string(), (header) => void readChallenges(header)));
  for (const part of ['"', '\\', 'a', 'a=', ', ', 'a="', '= ']) readChallenges(part.repeat(100_000));
});
