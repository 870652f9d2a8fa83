import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountRights } from '../../model/exposure.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { findExposures } from './find-exposures.ts';

const container = { name: 'main', image: 'registry.example/site:1' };

/** A workload of one container: what its pod says beyond that, and what the container does. */
function podSpec(extra: JsonObject = {}, own: JsonObject = {}): Resource {
  const spec = { template: { spec: { containers: [{ ...container, ...own }], ...extra } } };
  const value = { apiVersion: 'apps/v1', kind: 'DaemonSet', spec };
  const identity = { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'web', name: 'site' };
  return { identity, value, source: 'yaml:a', file: 'site.yaml', line: 1, hook: false };
}

const plain = podSpec();
const image = (user: string, users: readonly { name: string; uid: number; gid: number }[] | null = null) => ({ user, users });

const privileges: readonly {
  name: string;
  pod: Resource;
  image?: string;
  is: string;
  says: RegExp;
}[] = [
  { name: 'an image that names no user', pod: plain, image: '', is: 'root', says: /neither manifest nor image/ },
  { name: 'an image that was not read', pod: plain, is: 'unknown', says: /was not read/ },
  { name: 'an image with a number', pod: plain, image: '65532:65532', is: 'limited', says: /runs as 65532/ },
  { name: 'an image with root by name', pod: plain, image: 'root', is: 'root', says: /USER root/ },
  {
    name: 'an image with a name that nobody resolves',
    pod: plain,
    image: 'app',
    is: 'unknown',
    says: /which number/,
  },
  {
    name: 'runAsUser 0',
    pod: podSpec({ securityContext: { runAsUser: 0 } }),
    image: '1000',
    is: 'root',
    says: /runAsUser is 0/,
  },
  {
    name: "the container's word before the pod's",
    pod: podSpec({ securityContext: { runAsUser: 0 } }, { securityContext: { runAsUser: 5 } }),
    image: '',
    is: 'limited',
    says: /user 5/,
  },
  {
    name: 'runAsNonRoot',
    pod: podSpec({ securityContext: { runAsNonRoot: true } }),
    is: 'limited',
    says: /runAsNonRoot/,
  },
  {
    name: 'privileged',
    pod: podSpec({}, { securityContext: { privileged: true } }),
    image: '1',
    is: 'host',
    says: /privileged/,
  },
  {
    name: 'capabilities beyond the baseline',
    pod: podSpec({}, { securityContext: { capabilities: { add: ['CAP_SYS_ADMIN', 'CHOWN'] } } }),
    image: '1',
    is: 'host',
    says: /capabilities: SYS_ADMIN\./,
  },
  {
    name: 'capabilities of the baseline',
    pod: podSpec({}, { securityContext: { capabilities: { add: ['CHOWN'] } } }),
    image: '1',
    is: 'limited',
    says: /runs as 1/,
  },
  {
    name: 'host mounts',
    pod: podSpec({ volumes: [{ hostPath: { path: '/var/run' } }] }),
    image: '1',
    is: 'host',
    says: /mounts from its node: \/var\/run/,
  },
  {
    name: 'host namespaces',
    pod: podSpec({ hostPID: true, hostIPC: true }),
    image: '1',
    is: 'host',
    says: /node's processes, shared memory/,
  },
];

for (const { name, pod, image: user, is, says } of privileges) {
  test(name, () => {
    const findImage = () => (user === undefined ? undefined : image(user));
    const privilege = findExposures([pod], { findImage })[0]?.containers[0]?.privilege;
    assert.equal(privilege?.level, is);
    assert.match(privilege?.reasons.join(' ') ?? '', says);
  });
}

test('a name is looked up in the accounts of the image', () => {
  const findImage = () => image('app', [{ name: 'app', uid: 0, gid: 0 }]);
  assert.equal(findExposures([plain], { findImage })[0]?.containers[0]?.privilege.level, 'root');
});

const asked: readonly { name: string; rights: AccountRights; is: readonly string[] }[] = [
  {
    name: 'of the cluster',
    rights: { reach: 'cluster', reasons: ['Its account may.'] },
    is: ['host', 'cluster', 'Its account may.'],
  },
  {
    name: 'of a namespace',
    rights: { reach: 'secrets', reasons: ['Its account may.'] },
    is: ['root', 'secrets', 'Its account may.'],
  },
  {
    name: 'none',
    rights: { reach: 'none', reasons: [] },
    is: ['root', 'none', 'It runs as root: neither manifest nor image names a user.'],
  },
];
for (const { name, rights, is } of asked) {
  test(`rights are asked of whoever knows them: ${name}`, () => {
    const [found] = findExposures([plain], { findImage: () => image(''), rightsOf: () => rights });
    const { level, rights: reach, isRoot, reasons } = found?.containers[0]?.privilege ?? {};
    assert.deepEqual([level, reach, reasons?.[0], isRoot], [...is, true]);
  });
}
