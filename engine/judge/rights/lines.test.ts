import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyPlace } from '../../model/resource.ts';
import { judgeRights } from './judge-rights.ts';
import { binding, deployment, resourceOf } from './sample-rights.ts';

const at = (line: number, keys?: Readonly<Record<string, KeyPlace>>): KeyPlace => ({ line, ...(keys && { keys }) });
const rule = (verb: string) => ({ apiGroups: [''], resources: ['pods'], verbs: [verb] });
const wide = {
  ...resourceOf('ClusterRole', 'wide', null, { rules: [rule('get'), rule('*'), rule('fly')] }),
  places: at(1, { rules: at(5, { 0: at(6), 1: at(9), 2: at(12, {}) }) }),
};
const bound = {
  ...binding(null, 'wide', 'User:jo', 'ServiceAccount:tide/gauge', 'Robot:r'),
  places: at(20, { subjects: at(25, { 0: at(26), 1: at(29), 2: at(33) }) }),
};

test('problems of rights have the line of the rule, and of the subject', () => {
  const { issues, gaps, subjects } = judgeRights([wide, bound]);
  assert.deepEqual(
    issues.map(({ code, line }) => [code, line]),
    [
      ['wildcard-role', 9],
      ['pods-everywhere', 29],
      ['unknown-verb', 12],
    ],
  );
  const lines = subjects.flatMap(({ grants }) => grants.map(({ line }) => line));
  assert.ok(lines.includes(26) && lines.includes(29));
  assert.deepEqual(
    gaps.filter(({ code }) => code === 'subject-unreadable').map(({ line }) => line),
    [33],
  );
});

test('the token of a pod has the line that names its account', () => {
  const spec = at(3, { template: at(4, { spec: at(6, { serviceAccountName: at(8) }) }) });
  const web = { ...deployment('web', 'tide', { serviceAccountName: 'gauge' }), places: at(1, { spec }) };
  const exposed = [web.identity];
  const { paths } = judgeRights([web, binding(null, 'cluster-admin', 'ServiceAccount:tide/gauge')], { exposed });
  assert.deepEqual([paths[0]?.steps[0]?.to, paths[0]?.steps[0]?.line], ['ServiceAccount tide/gauge', 8]);
});
