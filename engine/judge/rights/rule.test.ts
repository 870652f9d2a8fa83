import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RightsRule } from '../../model/rights.ts';
import { type AccessRequest, ruleAllows } from './rule.ts';

const list = (text: string) => text.split(',');
const rule = (verbs: string, groups: string, resources: string, names: readonly string[] = []): RightsRule => ({
  verbs: list(verbs),
  apiGroups: list(groups),
  resources: list(resources),
  resourceNames: names,
  nonResourceUrls: [],
});
const urls = (verbs: string, ...nonResourceUrls: readonly string[]): RightsRule => ({
  ...{ verbs: list(verbs), apiGroups: [], resources: [], resourceNames: [] },
  nonResourceUrls,
});

/** `verb group resource[/subresource] [name]`, or `verb /url`; the dash is the core group. */
function toRequest(text: string): AccessRequest {
  const [verb = '', second = '', third = '', name] = text.split(' ');
  if (second.startsWith('/')) return { verb, url: second };
  const [resource = '', subresource] = third.split('/');
  return {
    ...{ verb, group: second === '-' ? '' : second, resource },
    ...(subresource !== undefined && { subresource }),
    ...(name !== undefined && { name }),
  };
}

const addresses = ['/foo', '/foo/bar', '/foo/baz', '/foo/bar/one', '/foo/baz/one'];

// The facts of TestRuleMatches in kubernetes/plugin/pkg/auth/authorizer/rbac/rbac_test.go, and more; see authorizer-cases.test.ts.
const rows: readonly { name: string; rule: RightsRule; yes: readonly string[]; no: readonly string[] }[] = [
  {
    name: 'any verb of one resource',
    rule: rule('*', 'g1', 'r1'),
    yes: ['v1 g1 r1', 'v2 g1 r1'],
    no: ['v1 g2 r1', 'v1 g1 r2', 'v1 g2 r2', 'v2 g2 r1', 'v2 g1 r2', 'v2 g2 r2'],
  },
  {
    name: 'one resource of any group',
    rule: rule('v1', '*', 'r1'),
    yes: ['v1 g1 r1', 'v1 g2 r1'],
    no: ['v1 g1 r2', 'v1 g2 r2', 'v2 g1 r1', 'v2 g2 r1', 'v2 g1 r2', 'v2 g2 r2'],
  },
  {
    name: 'any resource of one group',
    rule: rule('v1', 'g1', '*'),
    yes: ['v1 g1 r1', 'v1 g1 r2', 'v1 g1 r2/status'],
    no: ['v1 g2 r1', 'v1 g2 r2', 'v2 g1 r1', 'v2 g2 r1', 'v2 g1 r2', 'v2 g2 r2'],
  },
  {
    name: 'every combination of what is listed',
    rule: rule('v1,v2', 'g1,g2', 'r1,r2'),
    yes: ['v1', 'v2'].flatMap((verb) => ['g1 r1', 'g1 r2', 'g2 r1', 'g2 r2'].map((rest) => `${verb} ${rest}`)),
    no: ['v3 g1 r1', 'v1 g3 r1', 'v1 g1 r3'],
  },
  {
    name: 'a part of a resource is that part alone',
    rule: rule('*', '*', 'r1/s1'),
    yes: ['v1 g1 r1/s1', 'v2 g1 r1/s1'],
    no: ['v1 g2 r1/s2', 'v1 g1 r2/s1', 'v1 g2 r2/s1', 'v2 g2 r1/s2', 'v2 g1 r2/s1', 'v1 g1 r1'],
  },
  { name: 'a resource is not its parts', rule: rule('*', '*', 'pods'), yes: ['get - pods'], no: ['get - pods/status'] },
  {
    name: 'a part of any resource',
    rule: rule('get', '*', '*/scale'),
    yes: ['get apps deployments/scale', 'get - replicationcontrollers/scale'],
    no: ['get apps deployments', 'get apps deployments/status', 'get apps deployments/xscale'],
  },
  {
    name: 'named objects, and no lists or new ones',
    rule: rule('get,list,create', '', 'secrets', ['tls']),
    yes: ['get - secrets tls', 'list - secrets tls'],
    no: ['get - secrets other', 'list - secrets', 'create - secrets'],
  },
  { name: 'words are compared as written', rule: rule('get', '', 'pods'), yes: ['get - pods'], no: ['GET - pods', 'get - Pods'] },
  {
    name: 'any address',
    rule: urls('v1', '*'),
    yes: addresses.map((address) => `v1 ${address}`),
    no: addresses.map((address) => `v2 ${address}`),
  },
  {
    name: 'addresses below one',
    rule: urls('v1', '/foo/*'),
    yes: ['v1 /foo/bar', 'v1 /foo/baz', 'v1 /foo/bar/one', 'v1 /foo/baz/one'],
    no: ['v1 /foo', ...addresses.map((address) => `v1 /not${address.slice(1)}`), 'v2 /foo/bar'],
  },
  {
    name: 'addresses as they are',
    rule: urls('*', '/foo', '/foo/bar/one'),
    yes: ['v1 /foo', 'v1 /foo/bar/one', 'v2 /foo', 'v2 /foo/bar/one'],
    no: ['v1', 'v2'].flatMap((verb) => ['/foo/bar', '/foo/baz', '/foo/baz/one'].map((address) => `${verb} ${address}`)),
  },
  {
    name: 'one address for reading',
    rule: urls('get', '/apis'),
    yes: ['get /apis'],
    no: ['watch /apis', 'get /api/v1', 'get /apis/v1'],
  },
  {
    name: 'new parts of named objects, and no new objects',
    rule: rule('*', '', 'pods,pods/exec', ['gauge']),
    yes: ['create - pods/exec gauge', 'list - pods gauge', 'watch - pods gauge'],
    no: ['create - pods', 'create - pods/exec', 'deletecollection - pods', 'create - pods/exec tide', 'list - pods'],
  },
  {
    name: 'the scale of anything, and nothing else of it',
    rule: rule('update', '*', '*/scale'),
    yes: ['update apps deployments/scale', 'update tide.example machines/scale'],
    no: ['update apps deployments', 'update apps deployments/status', 'get apps deployments/scale'],
  },
  { name: 'nothing by two asterisks', rule: rule('get', '*', '*/*'), yes: [], no: ['get - pods', 'get - pods/log'] },
  { name: 'nothing without verbs', rule: { ...rule('get', '*', '*'), verbs: [] }, yes: [], no: ['get - pods'] },
  {
    name: 'addresses that end in asterisks',
    rule: urls('get', '/apis/**'),
    yes: ['get /apis/a/b', 'get /apis/'],
    no: ['get /apis'],
  },
  { name: 'addresses are no resources', rule: urls('*', '*'), yes: ['get /apis'], no: ['get - pods'] },
];

for (const { name, rule: stated, yes, no } of rows) {
  test(`a rule allows ${name}`, () => {
    assert.deepEqual(
      yes.filter((text) => !ruleAllows(stated, toRequest(text))),
      [],
    );
    assert.deepEqual(
      no.filter((text) => ruleAllows(stated, toRequest(text))),
      [],
    );
  });
}
