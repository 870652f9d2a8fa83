import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { isObject, memberAt } from '../../../formats/json/members.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { anyJson } from '../../../test/any-json.ts';
import type { DemandingLevel, JudgedPod } from './control.ts';
import { findViolations, judgePodSecurity, newestMinor, podSecurityControls } from './judge-pod-security.ts';

const folder = join(process.env.PLIMSOLL_DATA ?? '../shared/data', 'conformance/pod-security');
const isHere = existsSync(folder);

function toPod(text: string): JudgedPod {
  const value = parseYaml(text).value;
  const [spec, annotations] = [memberAt(value, 'spec'), memberAt(value, 'metadata', 'annotations')];
  return { spec: isObject(spec) ? spec : {}, annotations: isObject(annotations) ? annotations : {} };
}

for (const level of ['baseline', 'restricted'] as const) {
  for (const version of ['v1.29', 'v1.35'] as const) {
    test(`Kubernetes' own pods of ${level} ${version}`, { skip: !isHere && 'the shared data is not there' }, () => {
      const at = join(folder, level, version);
      for (const name of readdirSync(join(at, 'pass')))
        assert.deepEqual(
          findViolations(toPod(readFileSync(join(at, 'pass', name), 'utf8')), level, Number(version.slice(3))),
          [],
          `pass/${name}`,
        );
      for (const name of readdirSync(join(at, 'fail'))) {
        const found = findViolations(toPod(readFileSync(join(at, 'fail', name), 'utf8')), level, Number(version.slice(3)));
        const control = name.replace(/\d+\.yaml$/, '');
        assert.ok(found.length > 0, `fail/${name}`);
        assert.ok(
          found.some(
            (one) =>
              one.control.toLowerCase().startsWith(control) ||
              control.startsWith('hostpath') ||
              control.startsWith('capabilities') ||
              control.startsWith('seccomp') ||
              control.startsWith('procmount'),
          ),
          `fail/${name}: ${found.map((one) => one.control)}`,
        );
      }
    });
  }
}

const container = (securityContext: object = {}, more: object = {}): JudgedPod => ({
  spec: { containers: [{ name: 'c', securityContext, ...more }] },
  annotations: {},
});
const pod = (spec: object, annotations: Readonly<Record<string, string>> = {}): JudgedPod => ({
  spec: { containers: [{ name: 'c' }], ...spec },
  annotations,
});
const sysctl = (name: string) => pod({ securityContext: { sysctls: [{ name, value: '1' }] } });

/** A pod that breaks a control in some versions: from, up to and without. */
const rows: readonly (readonly [
  name: string,
  pod: JudgedPod,
  level: DemandingLevel,
  control: string,
  from: number,
  to: number,
])[] = [
  ['escalation is looked at from 1.8', container(), 'restricted', 'allowPrivilegeEscalation', 8, 99],
  [
    'escalation on Windows is forbidden up to 1.24',
    pod({ os: { name: 'windows' } }),
    'restricted',
    'allowPrivilegeEscalation',
    8,
    25,
  ],
  ['a user 0 is looked at from 1.23', pod({ securityContext: { runAsUser: 0 } }), 'restricted', 'runAsUser', 23, 99],
  [
    'a user 0 with user namespaces is allowed from 1.35',
    pod({ hostUsers: false, securityContext: { runAsUser: 0 } }),
    'restricted',
    'runAsUser',
    23,
    35,
  ],
  ['non-root with user namespaces need not be said from 1.35', pod({ hostUsers: false }), 'restricted', 'runAsNonRoot', 0, 35],
  ['capabilities are dropped from 1.22', container(), 'restricted', 'capabilities_restricted', 22, 99],
  ['a seccomp profile is demanded from 1.19', container(), 'restricted', 'seccompProfile_restricted', 19, 99],
  [
    'an unconfined annotation counts up to 1.18',
    pod({}, { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' }),
    'baseline',
    'seccompProfile_baseline',
    0,
    19,
  ],
  [
    'an unconfined field counts from 1.19',
    pod({ securityContext: { seccompProfile: { type: 'Unconfined' } } }),
    'baseline',
    'seccompProfile_baseline',
    19,
    99,
  ],
  [
    'a host in a probe is forbidden from 1.34',
    container({}, { livenessProbe: { httpGet: { host: '127.0.0.1' } } }),
    'baseline',
    'hostProbesAndHostLifecycle',
    34,
    99,
  ],
  [
    'all of /proc with user namespaces is allowed from 1.35',
    { ...container({ procMount: 'Unmasked' }), spec: { ...container({ procMount: 'Unmasked' }).spec, hostUsers: false } },
    'baseline',
    'procMount',
    0,
    35,
  ],
  [
    'container_engine_t is allowed from 1.31',
    container({ seLinuxOptions: { type: 'container_engine_t' } }),
    'baseline',
    'seLinuxOptions',
    0,
    31,
  ],
  ['reserved ports are safe from 1.27', sysctl('net.ipv4.ip_local_reserved_ports'), 'baseline', 'sysctls', 0, 27],
  ['keepalive is safe from 1.29', sysctl('net.ipv4.tcp_keepalive_time'), 'baseline', 'sysctls', 0, 29],
  ['buffers are safe from 1.32', sysctl('net.ipv4.tcp_rmem'), 'baseline', 'sysctls', 0, 32],
  ['slow start is safe from 1.37', sysctl('net.ipv4.tcp_slow_start_after_idle'), 'baseline', 'sysctls', 0, 37],
  ['a sysctl of the node is never safe', sysctl('kernel.msgmax'), 'baseline', 'sysctls', 0, 99],
  [
    'an AppArmor profile that confines nothing',
    container({ appArmorProfile: { type: 'Unconfined' } }),
    'baseline',
    'appArmorProfile',
    0,
    99,
  ],
];

for (const [name, judged, level, control, from, to] of rows)
  test(name, () => {
    for (let minor = 0; minor <= newestMinor; minor += 1) {
      const isFound = findViolations(judged, level, minor).some((one) => one.control === control);
      assert.equal(isFound, minor >= from && minor < to, `v1.${minor}`);
    }
  });

test('a breach says where it is, and what to write instead', () => {
  const [first] = judgePodSecurity(container({ privileged: true }), 35).violations;
  assert.deepEqual(
    [first?.control, first?.path, first?.value],
    ['privileged', 'spec.containers[0].securityContext.privileged', true],
  );
  assert.ok(podSecurityControls.every(({ remedy, title }) => remedy.endsWith('.') && title !== ''));
});

test('image volumes and volumes without a source are allowed, null is no value', () => {
  const volumes = [{ name: 'a', image: { reference: 'x' } }, { name: 'b' }, { name: 'c', hostPath: null }];
  assert.deepEqual(
    findViolations(pod({ volumes }), 'restricted', 25).filter(({ control }) => control === 'restrictedVolumes'),
    [],
  );
});

test('whatever a pod holds, it is judged, and baseline is part of restricted', () => {
  const context = fc.dictionary(
    fc.constantFrom('privileged', 'procMount', 'runAsUser', 'runAsNonRoot', 'capabilities', 'seLinuxOptions'),
    anyJson(),
  );
  const specs = fc.record({
    containers: fc.array(fc.oneof(anyJson(), fc.record({ securityContext: context }))),
    volumes: anyJson(),
    hostPID: anyJson(),
    hostUsers: anyJson(),
  });
  fc.assert(
    fc.property(specs, fc.nat(newestMinor + 3), (spec, minor) => {
      const judged: JudgedPod = { spec, annotations: {} };
      const { level } = judgePodSecurity(judged, minor);
      const breaks = (demanded: DemandingLevel) => findViolations(judged, demanded, minor).length > 0;
      assert.equal(level, breaks('baseline') ? 'privileged' : breaks('restricted') ? 'baseline' : 'restricted');
    }),
  );
});
