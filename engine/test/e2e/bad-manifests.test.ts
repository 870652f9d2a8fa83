import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { z } from 'zod';
import { hardenSchema } from '../../../tools/docs/schemas/harden.ts';
import { reachSchema } from '../../../tools/docs/schemas/reach.ts';
import { rightsSchema } from '../../../tools/docs/schemas/rights.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bad-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function judge<Schema extends z.ZodType>(command: string, text: string, schema: Schema) {
  writeFileSync(join(folder, 'bad.yaml'), text);
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const { code, stdout, stderr } = await runPlimsoll([command, 'bad.yaml', '-f', 'json', '--offline'], { cwd: folder, env });
  assert.ok(code === 0 || code === 3, stderr);
  return { code, found: schema.parse(JSON.parse(stdout)) };
}

const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: gauge, namespace: tide }\nspec: ${spec}\n`;
const context = (text: string) => pod(`{ containers: [{ name: c, image: "tide/gauge:1", securityContext: ${text} }] }`);
const machine = `apiVersion: tide.example/v1
kind: Machine
metadata: { name: gauge, namespace: tide }
spec: { steps: [{ script: { name: c, image: "tide/gauge:1", securityContext: { privileged: true } } }] }
`;

const unread: readonly { name: string; text: string; code: string; by: readonly string[] }[] = [
  { name: 'a pod that is a number', text: pod('7'), code: 'workload-unreadable', by: ['harden', 'rights', 'reach'] },
  {
    name: 'containers that are a word',
    text: pod('{ containers: many }'),
    code: 'workload-unreadable',
    by: ['harden', 'rights', 'reach'],
  },
  { name: 'a context that is a word', text: context('strict'), code: 'field-unreadable', by: ['harden'] },
  {
    name: 'a user that is a name',
    text: context('{ runAsNonRoot: maybe, runAsUser: root }'),
    code: 'field-unreadable',
    by: ['harden'],
  },
  { name: 'a custom resource of unknown shape', text: machine, code: 'pods-elsewhere', by: ['harden', 'rights', 'reach'] },
];
const schemas = { harden: hardenSchema, rights: rightsSchema, reach: reachSchema };

for (const { name, text, code, by } of unread) {
  test(`never a pass: ${name}`, async () => {
    for (const command of by) {
      const { code: exit, found } = await judge(command, text, schemas[command as keyof typeof schemas]);
      const gap = found.gaps.find((one) => one.code === code);
      assert.deepEqual(
        [exit, gap?.path, gap?.line],
        [3, 'bad.yaml', code === 'workload-unreadable' && text === pod('7') ? 1 : 4],
        command,
      );
    }
    const { found } = await judge('harden', text, hardenSchema);
    assert.ok(!found.podSecurity.some(({ level }) => level === 'restricted'));
    assert.ok(!found.nonRoot.some(({ verdict }) => verdict === 'enforced' || verdict === 'ready'));
  });
}

const contradictions: readonly { name: string; text: string; check: string; verdict: string }[] = [
  { name: 'no root, and user 0', text: '{ runAsNonRoot: true, runAsUser: 0 }', check: 'contradictory-user', verdict: 'blocked' },
  {
    name: 'privileged, without gaining rights',
    text: '{ privileged: true, allowPrivilegeEscalation: false }',
    check: 'contradictory-privileges',
    verdict: 'unknown',
  },
  {
    name: 'a capability that is added and dropped',
    text: '{ capabilities: { add: [CHOWN], drop: [CAP_CHOWN] } }',
    check: 'contradictory-privileges',
    verdict: 'unknown',
  },
];
for (const { name, text, check, verdict } of contradictions) {
  test(`a contradiction is a finding with its place: ${name}`, async () => {
    const { found } = await judge('harden', context(text), hardenSchema);
    const hit = found.checks.find((one) => one.check === check);
    assert.deepEqual([hit?.file, hit?.line, hit?.path.startsWith('spec.containers[0].securityContext')], ['bad.yaml', 4, true]);
    assert.deepEqual(
      found.nonRoot.map((row) => row.verdict),
      [verdict],
    );
  });
}

const rbac = (kind: string, rest: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: r, namespace: tide }\n${rest}\n`;
const subjects = 'subjects: [{ kind: ServiceAccount, name: gauge }]';

const rights: readonly { name: string; text: string; gap?: string; issue?: string; line: number }[] = [
  {
    name: 'a verb that nobody knows',
    text: rbac('Role', 'rules: [{ apiGroups: [""], resources: [pods], verbs: [obliterate] }]'),
    issue: 'unknown-verb',
    line: 4,
  },
  { name: 'a rule that is a number', text: rbac('Role', 'rules: [7]'), gap: 'rule-unreadable', line: 4 },
  { name: 'rules that are a word', text: rbac('Role', 'rules: all'), gap: 'rule-unreadable', line: 4 },
  {
    name: 'verbs that are a word',
    text: rbac('Role', 'rules: [{ apiGroups: [""], resources: [pods], verbs: get }]'),
    gap: 'rule-unreadable',
    line: 4,
  },
  {
    name: 'a binding to a role that is nowhere',
    text: rbac('RoleBinding', `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: gone }\n${subjects}`),
    gap: 'role-missing',
    line: 4,
  },
  { name: 'a binding to nothing', text: rbac('RoleBinding', subjects), gap: 'role-missing', line: 1 },
  {
    name: 'a subject that nobody knows',
    text: rbac('RoleBinding', 'roleRef: { kind: ClusterRole, name: view }\nsubjects: [{ kind: Robot, name: x }]'),
    gap: 'subject-unreadable',
    line: 5,
  },
  {
    name: 'subjects that are a word',
    text: rbac('RoleBinding', 'roleRef: { kind: ClusterRole, name: view }\nsubjects: everybody'),
    gap: 'subject-unreadable',
    line: 5,
  },
];
for (const { name, text, gap, issue, line } of rights) {
  test(`rights: ${name}`, async () => {
    const { code, found } = await judge('rights', text, rightsSchema);
    const told = gap === undefined ? found.issues.find((one) => one.code === issue) : found.gaps.find((one) => one.code === gap);
    assert.ok(told, JSON.stringify(found.gaps));
    assert.deepEqual([code, told.line], [gap === undefined ? 0 : 3, line]);
    assert.ok(JSON.stringify(told).includes('bad.yaml'));
  });
}
