import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rights, RightsStep } from '../../../model/rights.ts';
import { rightsToMarkdown, rightsToText } from './rights.ts';

const token: RightsStep = {
  from: 'Deployment tide/web',
  to: 'ServiceAccount tide/web',
  sentence: 'Its pods have the token of service account web.',
  ...{ file: 'a.yaml', line: 3, doubt: null },
};
const kubeconfig: RightsStep = {
  from: 'ServiceAccount tide/web',
  to: 'cluster-admin',
  sentence: 'It uses a kubeconfig: ci.',
  ...{ file: null, line: null, doubt: 'What its user may do is not known.' },
};
const nothing: Rights = {
  ...{ product: 'tide', version: null, tenants: [], subjects: [], workloads: [], paths: [], cuts: [] },
  ...{ sharing: [], unused: [], issues: [], gaps: [] },
};
const rights: Rights = {
  ...nothing,
  paths: [{ from: token.from, start: 'exposed', to: 'cluster-admin', steps: [token, kubeconfig] }],
  cuts: [{ start: 'exposed', from: [token.from], to: 'cluster-admin', edges: [token] }],
  unused: [{ kind: 'role', name: 'ClusterRole idle', sentence: 'Nothing binds it.', file: 'b.yaml', line: 1 }],
};

for (const [form, render] of [
  ['text', rightsToText],
  ['markdown', rightsToMarkdown],
] as const) {
  const says = render(rights).replaceAll('\\', '');
  test(`${form}: each step says what it leads to, and what is not sure of it`, () => {
    assert.match(says, /ServiceAccount tide\/web: Its pods have the token of service account web\. \(a\.yaml:3\)/);
    assert.match(says, /cluster-admin: It uses a kubeconfig: ci\. What its user may do is not known\./);
  });
  test(`${form}: what is to be taken away says whose it is`, () =>
    assert.match(says, /(?:-|1\.) Deployment tide\/web: Its pods have the token/));
  test(`${form}: what is unused has its place`, () => assert.match(says, /Nothing binds it\. \(b\.yaml:1\)/));
  test(`${form}: nobody with rights is no table`, () => assert.doesNotMatch(render(nothing), /account, user or group/));
}
