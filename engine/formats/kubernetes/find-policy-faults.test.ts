import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findPolicyFaults } from './find-policy-faults.ts';

const from = (peer: unknown) => ({ podSelector: {}, ingress: [{ from: [peer] }] });
const firstPeer = 'spec.ingress[0].from[0]';
const excepting = (block: string) => from({ ipBlock: { cidr: '10.0.0.0/8', except: [block] } });
const port = (entry: unknown) => ({ egress: [{ to: [{ podSelector: {} }], ports: [entry] }] });
const asks = (expression: unknown) => ({ podSelector: { matchExpressions: [expression] } });

const rows: readonly (readonly [name: string, spec: unknown, faults: readonly string[]])[] = [
  ['nothing', undefined, []],
  ['what is null', { podSelector: null, policyTypes: null, ingress: null }, []],
  ['a whole policy', { ...from({ namespaceSelector: {} }), policyTypes: ['Ingress', 'Egress'], egress: [{}] }, []],
  ['labels', { podSelector: { matchLabels: { app: 'web' } } }, []],
  ['a text', 'all', ['spec']],
  ['a member that is none', { podSelectors: {} }, ['spec.podSelectors']],
  ['a member of every object', { constructor: {} }, ['spec.constructor']],
  ['a selector with a member that is none', { podSelector: { matchLabel: { app: 'web' } } }, ['spec.podSelector']],
  ['a selector that is a text', { podSelector: 'app=web' }, ['spec.podSelector']],
  ['labels that are a list', { podSelector: { matchLabels: ['app'] } }, ['spec.podSelector']],
  ['expressions that are a map', { podSelector: { matchExpressions: { key: 'app' } } }, ['spec.podSelector']],
  ['an expression', asks({ key: 'app', operator: 'In', values: ['web'] }), []],
  ['an expression without values', asks({ key: 'app', operator: 'In' }), ['spec.podSelector']],
  [
    'an expression with values that it does not take',
    asks({ key: 'a', operator: 'Exists', values: ['b'] }),
    ['spec.podSelector'],
  ],
  ['a value that is a number', asks({ key: 'app', operator: 'NotIn', values: [1] }), ['spec.podSelector']],
  ['a direction that is none', { policyTypes: ['Ingress', 'egress'] }, ['spec.policyTypes[1]']],
  ['directions that are a text', { policyTypes: 'Ingress' }, ['spec.policyTypes']],
  ['rules that are a map', { ingress: { from: [] } }, ['spec.ingress']],
  ['peers on the wrong side', { ingress: [{ to: [] }] }, ['spec.ingress[0].to']],
  ['a peer with a wrong selector', from({ podSelector: { app: 'web' } }), ['spec.ingress[0].from[0].podSelector']],
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
  ['a port beyond the last', port({ port: 65_536 }), ['spec.egress[0].ports[0].port']],
  ['a protocol that is none', port({ protocol: 'tcp' }), ['spec.egress[0].ports[0].protocol']],
];

for (const [name, spec, faults] of rows) test(`policy: ${name}`, () => assert.deepEqual(findPolicyFaults(spec), faults));

test('property: any value has faults or none, and is never thrown at', () =>
  fc.assert(fc.property(fc.anything(), (value) => void findPolicyFaults(value))));
