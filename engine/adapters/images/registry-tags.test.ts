import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { answer, serve } from '../../test/sample-registry.ts';
import type { Handler } from '../../test/serve-images.ts';
import { openRegistry } from './registry.ts';

const json = { 'content-type': 'application/json' };
const list = (tags: unknown, link?: string) =>
  answer(200, { ...json, ...(link && { link }) }, JSON.stringify({ name: 'x', tags }));
const isFirst = ({ url }: IncomingMessage) => url?.endsWith('/tags/list?n=1000') === true;
const next = '/v2/team/app/tags/list?last=2&n=2';

const cases: readonly (readonly [name: string, handler: Handler, told: string])[] = [
  ['one page', (_, response) => list(['1', '2'])(response), '1 2'],
  [
    'two pages',
    (request, response) => (isFirst(request) ? list(['1', '2'], `<${next}>; rel="next"`) : list(['3']))(response),
    '1 2 3',
  ],
  ['no tags', (_, response) => list(null)(response), ''],
  ['a page that leads elsewhere', (_, response) => list(['1'], '</v2/other/tags/list?last=1>; rel="next"')(response), '1'],
  ['pages without end', (_, response) => list(['1'], `<${next}>; rel="next"`)(response), 'tags-unreadable'],
  [
    'a second page that is refused',
    (request, response) => (isFirst(request) ? list(['1'], `<${next}>; rel="next"`) : answer(403))(response),
    'unauthorized',
  ],
  ['no such repository', (_, response) => answer(404)(response), 'blob-missing'],
  ['no JSON', (_, response) => answer(200, json, '{')(response), 'tags-unreadable'],
  ['another document', (_, response) => answer(200, json, '[]')(response), 'tags-unreadable'],
  ['tags that are no texts', (_, response) => list([1])(response), 'tags-unreadable'],
  ['a server that is broken', (_, response) => answer(500)(response), 'registry-refused'],
];

for (const [name, handler, told] of cases) {
  test(`tags of a registry: ${name}`, async () => {
    const server = await serve(handler);
    const waiting = { now: () => 0, random: () => 0, sleep: async () => {} };
    const store = openRegistry({ waiting, credentialFiles: [], environment: {} });
    try {
      const { items, gaps } = (await store.listTags?.(`${server.host}/team/app:1`)) ?? { items: [], gaps: [] };
      assert.equal([...items, ...gaps.map(({ code }) => code)].join(' '), told);
    } finally {
      await store.close();
      server.close();
    }
  });
}
