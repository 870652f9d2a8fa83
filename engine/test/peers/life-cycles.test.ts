import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findDistributionCycle, findProductCycle } from '../../formats/end-of-life/end-of-life.ts';
import { apiVersions } from '../../formats/kubernetes/api-versions.ts';

const data = join(process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'facts');
const skip = existsSync(data) ? false : `no facts at ${data}; set PLIMSOLL_DATA`;

/** Ours → endoflife.date's, where every day of a release is the one that stands there as `eol`. */
const products: Readonly<Record<string, string>> = {
  kubernetes: 'kubernetes',
  node: 'nodejs',
  python: 'python',
  openjdk: 'eclipse-temurin',
  go: 'go',
  php: 'php',
  ruby: 'ruby',
  dotnet: 'dotnet',
  perl: 'perl',
  postgresql: 'postgresql',
  mariadb: 'mariadb',
  redis: 'redis',
  memcached: 'memcached',
  nginx: 'nginx',
  'apache-httpd': 'apache-http-server',
  haproxy: 'haproxy',
  openssl: 'openssl',
};
const distributions: Readonly<Record<string, string>> = { alpine: 'alpine-linux', amzn: 'amazon-linux', ol: 'oracle-linux' };

/** `eol` is a day, `false` where there is none yet, or `true` without a day, which ours leave out. */
type Facts = Readonly<
  Record<string, { readonly releases: readonly { readonly releaseCycle: string; readonly eol: string | boolean }[] }>
>;

test('release cycles end when endoflife.date says', { skip }, () => {
  const facts: Facts = JSON.parse(readFileSync(join(data, 'end-of-life.json'), 'utf8'));
  const compare = (theirs: string, find: (version: string) => string | null | undefined) => {
    for (const { releaseCycle, eol } of facts[theirs]?.releases ?? assert.fail(theirs))
      if (eol !== true) assert.equal(find(releaseCycle), eol || null, `${theirs} ${releaseCycle}`);
  };
  for (const [ours, theirs] of Object.entries(products)) compare(theirs, (version) => findProductCycle(ours, version)?.endsOn);
  for (const [id, theirs] of Object.entries(distributions))
    compare(theirs, (versionId) => findDistributionCycle({ id, versionId, like: [], path: '' })?.endsOn);
});

const [authorization, flowControl] = ['authorization.k8s.io/v1', 'flowcontrol.apiserver.k8s.io/v1beta3'];
/** What Pluto leaves out, or says otherwise than Kubernetes' Deprecated API Migration Guide (v1.22, v1.26) and CHANGELOG-1.21. */
const guide: Readonly<Record<string, readonly [number, number, string]>> = {
  'authorization.k8s.io/v1beta1 LocalSubjectAccessReview': [19, 22, authorization],
  'authorization.k8s.io/v1beta1 SelfSubjectAccessReview': [19, 22, authorization],
  'authorization.k8s.io/v1beta1 SubjectAccessReview': [19, 22, authorization],
  'batch/v2alpha1 CronJob': [21, 21, 'batch/v1'],
  'flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema': [23, 26, flowControl],
  'flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration': [23, 26, flowControl],
};

test('API versions go when Pluto says', { skip }, () => {
  const text = readFileSync(join(data, 'kubernetes-api-versions.yaml'), 'utf8');
  const ours = new Map(
    apiVersions.flatMap(([version, kinds, ...fate]) => kinds.split(' ').map((kind) => [`${version} ${kind}`, fate])),
  );
  const theirs = new Map(
    text
      .split('  - version: ')
      .filter((entry) => entry.includes('component: k8s'))
      .map((entry) => {
        const of = (key: string) => new RegExp(`^ +${key}: ([^\\s"]+)`, 'm').exec(entry)?.[1];
        const minor = (key: string) => (of(key) ? Number(of(key)?.split('.')[1]) : null);
        const fate = [minor('deprecated-in'), minor('removed-in'), of('replacement-api') ?? null];
        return [`${entry.slice(0, entry.indexOf('\n'))} ${of('kind')}`, fate];
      }),
  );
  for (const [key, fate] of Object.entries(guide)) theirs.set(key, [...fate]);
  assert.deepEqual(ours, theirs);
});
