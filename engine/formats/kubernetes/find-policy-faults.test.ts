import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findPolicyFaults } from './find-policy-faults.ts';

const from = (peer: unknown) => ({ podSelector: {}, ingress: [{ from: [peer] }] });
const firstPeer = 'spec.ingress[0].from[0]';
const excepting = (block: string) => from({ ipBlock: { cidr: '10.0.0.0/8', except: [block] } });
const port = (entry: unknown) => ({ egress: [{ to: [{ podSelector: {} }], ports: [entry] }] });
const expression = 'spec.podSelector.matchExpressions[0]';
const firstPort = 'spec.egress[0].ports[0]';
const labeled = (matchLabels: Record<string, unknown>) => ({ podSelector: { matchLabels } });
const asks = (expression: unknown) => ({ podSelector: { matchExpressions: [expression] } });

const rows: readonly (readonly [name: string, spec: unknown, faults: readonly string[]])[] = [
  ['nothing', undefined, []],
  ['what is null', { podSelector: null, policyTypes: null, ingress: null }, []],
  ['a whole policy', { ...from({ namespaceSelector: {} }), policyTypes: ['Ingress', 'Egress'], egress: [{}] }, []],
  ['labels', { podSelector: { matchLabels: { app: 'web' } } }, []],
  ['a text', 'all', ['spec']],
  ['a member that is none', { podSelectors: {} }, ['spec.podSelectors']],
  ['a member of every object', { constructor: {} }, ['spec.constructor']],
  ['a selector with a member that is none', { podSelector: { matchLabel: { app: 'web' } } }, ['spec.podSelector.matchLabel']],
  ['a selector that is a text', { podSelector: 'app=web' }, ['spec.podSelector']],
  ['labels that are a list', { podSelector: { matchLabels: ['app'] } }, ['spec.podSelector.matchLabels']],
  ['expressions that are a map', { podSelector: { matchExpressions: { key: 'app' } } }, ['spec.podSelector.matchExpressions']],
  ['an expression', asks({ key: 'app', operator: 'In', values: ['web'] }), []],
  ['an expression without values', asks({ key: 'app', operator: 'In' }), [`${expression}.values`]],
  [
    'an expression with values that it does not take',
    asks({ key: 'a', operator: 'Exists', values: ['b'] }),
    [`${expression}.values`],
  ],
  ['a value that is a number', asks({ key: 'app', operator: 'NotIn', values: [1] }), [`${expression}.values`]],
  ['a direction that is none', { policyTypes: ['Ingress', 'egress'] }, ['spec.policyTypes[1]']],
  ['three directions', { policyTypes: ['Ingress', 'Egress', 'Egress'] }, ['spec.policyTypes']],
  ['directions that are a text', { policyTypes: 'Ingress' }, ['spec.policyTypes']],
  ['rules that are a map', { ingress: { from: [] } }, ['spec.ingress']],
  ['peers on the wrong side', { ingress: [{ to: [] }] }, ['spec.ingress[0].to']],
  ['a peer with a wrong selector', from({ podSelector: { app: 'web' } }), ['spec.ingress[0].from[0].podSelector.app']],
  ['a block', from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }), []],
  ['a broken block', from({ ipBlock: { cidr: '10.0.0.0/33' } }), ['spec.ingress[0].from[0].ipBlock.cidr']],
  ['a broken exception', from({ ipBlock: { cidr: '::/0', except: ['x'] } }), ['spec.ingress[0].from[0].ipBlock.except[0]']],
  ['an exception outside its block', excepting('11.0.0.0/16'), [`${firstPeer}.ipBlock.except[0]`]],
  ['an exception of the other family', excepting('::/16'), [`${firstPeer}.ipBlock.except[0]`]],
  ['an exception of the whole block', excepting('10.0.0.0/8'), [`${firstPeer}.ipBlock.except[0]`]],
  ['a block without addresses', from({ ipBlock: {} }), [`${firstPeer}.ipBlock.cidr`]],
  ['a peer that is nobody', from({}), [firstPeer]],
  ['a peer that is null', from(null), [firstPeer]],
  ['a peer of what is null', from({ podSelector: null, ipBlock: null }), [firstPeer]],
  ['a block beside a selector', from({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }), [firstPeer]],
  ['a block beside a selector that is null', from({ podSelector: null, ipBlock: { cidr: '10.0.0.0/8' } }), []],
  ['a range of ports', port({ protocol: 'SCTP', port: 80, endPort: 90 }), []],
  ['a port by name', port({ port: 'web' }), []],
  ['a port', port({ port: 80, endPort: null }), []],
  ['a range that ends below its port', port({ port: 90, endPort: 80 }), [`${firstPort}.endPort`]],
  ['a range of one port', port({ port: 80, endPort: 80 }), []],
  ['a range without a port', port({ endPort: 80 }), [`${firstPort}.endPort`]],
  ['a range beside the name of a port', port({ port: 'web', endPort: 80 }), [`${firstPort}.endPort`]],
  ['a range beyond the last port', port({ port: 80, endPort: 65_536 }), [`${firstPort}.endPort`]],
  ['a port as a text', port({ port: '80' }), [`${firstPort}.port`]],
  ['the name of a port in capitals', port({ port: 'Web' }), [`${firstPort}.port`]],
  ['the name of a port of 16 letters', port({ port: 'metrics-exporter' }), [`${firstPort}.port`]],
  ['the name of a port with two hyphens', port({ port: 'a--b' }), [`${firstPort}.port`]],
  ['the name of a port that begins with a hyphen', port({ port: '-web' }), [`${firstPort}.port`]],
  ['a label in a domain', labeled({ 'app.example/name': 'Web_1.2' }), []],
  ['a label without a value', labeled({ app: '' }), []],
  ["a label's key with a blank", labeled({ 'my app': 'web' }), ['spec.podSelector.matchLabels']],
  ["a label's key in no domain", labeled({ 'a..b/app': 'web' }), ['spec.podSelector.matchLabels']],
  ["a label's key of 64 letters", labeled({ ['a'.repeat(64)]: 'web' }), ['spec.podSelector.matchLabels']],
  ["a label's value with a blank", labeled({ app: 'a web' }), ['spec.podSelector.matchLabels']],
  ["a label's value of 64 letters", labeled({ app: 'a'.repeat(64) }), ['spec.podSelector.matchLabels']],
  ['an expression on what is no key', asks({ key: '/app', operator: 'Exists' }), [`${expression}.key`]],
  ['an expression with a value that is none', asks({ key: 'app', operator: 'In', values: ['-'] }), [`${expression}.values`]],
  ['an expression without an operator', asks({ key: 'app' }), [`${expression}.operator`]],
  ['a port beyond the last', port({ port: 65_536 }), ['spec.egress[0].ports[0].port']],
  ['a protocol that is none', port({ protocol: 'tcp' }), ['spec.egress[0].ports[0].protocol']],
];

for (const [name, spec, faults] of rows)
  test(`policy: ${name}`, () =>
    assert.deepEqual(
      findPolicyFaults(spec).map(({ path }) => path),
      faults,
    ));

test('property: any value has faults or none, and is never thrown at', () =>
  fc.assert(fc.property(fc.anything(), (value) => void findPolicyFaults(value))));
