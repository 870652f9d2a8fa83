import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { paxHeader, type TarInput, writeTar } from '../formats/tar/write-tar.ts';
import type { NonRootValues, NonRootVerdict } from '../model/non-root.ts';
import type { TestMount } from './start-container.ts';

/** An image, a pod of it, and what the verdict on it has to be. */
export interface NonRootCase {
  readonly name: string;
  /** Over the base. */
  readonly files?: readonly TarInput[];
  /** Of the image's configuration. */
  readonly image: {
    readonly User?: string;
    readonly Entrypoint: readonly string[];
    readonly WorkingDir?: string;
    readonly Volumes?: Readonly<Record<string, object>>;
    readonly ExposedPorts?: Readonly<Record<string, object>>;
  };
  readonly mounts?: readonly TestMount[];
  readonly dropsAll?: boolean;
  /** What the manifest sets already. */
  readonly settings?: NonRootValues;
  readonly verdict: NonRootVerdict;
  readonly values?: NonRootValues;
  /** Where not even root gets it to start. */
  readonly isBroken?: true;
  /** Of the output, where it works. */
  readonly prints?: RegExp;
}

const applets = ['sh', 'cat', 'chown', 'httpd', 'id', 'mkdir', 'touch'];
const directory = (path: string, mode = 0o755, uid = 0, gid = 0): TarInput => ({ path: `${path}/`, type: '5', mode, uid, gid });
const script = (path: string, text: string, over: Partial<TarInput> = {}): TarInput => ({
  path,
  content: `#!/bin/sh\n${text}\n`,
  mode: 0o755,
  ...over,
});
/** Files of Debian packages, as they are installed here; empty where they are not, and whoever uses them says why it skips. */
const program = (path: string, from: string, over: Partial<TarInput> = {}): TarInput => ({
  path,
  content: from === '' ? '' : readFileSync(from),
  mode: 0o755,
  ...over,
});
const busybox = spawnSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).stdout.trim();
const bindCapability = paxHeader([
  ['SCHILY.xattr.security.capability', Uint8Array.of(1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
]);

/** What `ldd` says; nothing where it is not there. */
function librariesOf(file: string): string {
  const { error, stdout } = spawnSync('ldd', [file], { encoding: 'utf8' });
  return error ? '' : stdout;
}

/** A program with everything that it is linked to. */
function linked(path: string, from: string, over: Partial<TarInput> = {}): readonly TarInput[] {
  const libraries = [...librariesOf(from).matchAll(/(\/\S+) \(0x/g)].map(([, library = '']) =>
    program(library.slice(1), library),
  );
  return [program(path, from, over), ...libraries];
}

/** Why images cannot be made here; undefined where they can. */
export function whyNoImages(): string | undefined {
  const isStatic = busybox !== '' && !librariesOf(busybox).includes('=>');
  return isStatic ? undefined : 'there is no busybox-static';
}

/** What every image begins with: busybox-static, users and groups. */
export function makeBase(): Uint8Array {
  return writeTar([
    program('bin/busybox', busybox),
    ...applets.map((name): TarInput => ({ path: `bin/${name}`, type: '2', target: 'busybox', mode: 0o777 })),
    { path: 'etc/passwd', content: 'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\nfeed:x:1001:1000::/:/bin/sh\n' },
    { path: 'etc/group', content: 'root:x:0:\nweb:x:50:\napp:x:1000:\n' },
    directory('tmp', 0o1777),
  ]);
}

const runs = ['/bin/id'];
const proposed = { runAsNonRoot: true, runAsUser: 65532 } as const;
const bind80 = { sysctls: { 'net.ipv4.ip_unprivileged_port_start': '80' } };
const serve80 = { Entrypoint: ['/usr/bin/busybox-serve', 'httpd', '-f', '-p', '80'], ExposedPorts: { '80/tcp': {} } };
const server = program('usr/bin/busybox-serve', busybox);
const writer = { Entrypoint: ['/run.sh'], Volumes: { '/data': {} } };
const writes = script('run.sh', 'set -e\necho x > /data/file\nexec id');
const registry: readonly TarInput[] = spawnSync('docker-registry', ['--version']).error
  ? []
  : [
      ...linked('usr/bin/docker-registry', '/usr/bin/docker-registry'),
      {
        path: 'etc/docker/registry/config.yml',
        content: 'version: 0.1\nstorage: { filesystem: { rootdirectory: /var/lib/registry } }\nhttp: { addr: ":80" }\n',
      },
    ];
const serveRegistry = {
  Entrypoint: ['docker-registry', 'serve', '/etc/docker/registry/config.yml'],
  ExposedPorts: { '80/tcp': {} },
};
const ofRegistry: readonly NonRootCase[] = [
  {
    name: 'docker-registry on a low port',
    files: registry,
    image: serveRegistry,
    verdict: 'ready-with',
    values: { ...proposed, ...bind80 },
  },
  {
    name: 'docker-registry, as a number',
    files: registry,
    image: { ...serveRegistry, User: '1000' },
    settings: bind80,
    verdict: 'ready',
  },
];

/** Both directions of every verdict. */
export const nonRootCases: readonly NonRootCase[] = [
  { name: 'root by default', image: { Entrypoint: runs }, verdict: 'ready-with', values: proposed },
  { name: 'root by name', image: { User: 'root', Entrypoint: runs }, verdict: 'ready-with', values: proposed },
  { name: 'a number', image: { User: '1000', Entrypoint: runs }, verdict: 'ready' },
  { name: 'enforced', image: { User: '1000', Entrypoint: runs }, settings: { runAsNonRoot: true }, verdict: 'enforced' },
  { name: 'enforced by number', image: { Entrypoint: runs }, settings: { runAsUser: 1000 }, verdict: 'enforced' },
  {
    name: 'forbidden, and root by default',
    image: { Entrypoint: runs },
    settings: { runAsNonRoot: true },
    verdict: 'ready-with',
    values: { runAsUser: 65532 },
  },
  {
    name: 'a name',
    image: { User: 'app', Entrypoint: runs },
    verdict: 'ready-with',
    values: { runAsNonRoot: true, runAsUser: 1000 },
  },
  {
    name: 'a name with a group that its program needs',
    files: [program('opt/busybox-gauge', busybox, { mode: 0o750, gid: 50 })],
    image: { User: 'app:web', Entrypoint: ['/opt/busybox-gauge', 'id'] },
    verdict: 'ready-with',
    values: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 50 },
  },
  { name: 'a name that nobody has', image: { User: 'lost', Entrypoint: runs }, verdict: 'ready-with', values: proposed },
  ...(registry.length > 0 ? ofRegistry : []),
  { name: 'a low port', files: [server], image: serve80, verdict: 'ready-with', values: { ...proposed, ...bind80 } },
  {
    name: 'a low port of a number',
    files: [server],
    image: { ...serve80, User: '1000' },
    verdict: 'ready-with',
    values: { runAsNonRoot: true, ...bind80 },
  },
  {
    name: 'a low port by a capability of the file',
    files: [bindCapability, server],
    image: { ...serve80, User: '1000' },
    verdict: 'ready',
  },
  {
    name: 'a capability of the file that the manifest drops',
    files: [bindCapability, server],
    image: { ...serve80, User: '1000' },
    dropsAll: true,
    verdict: 'ready-with',
    values: { runAsNonRoot: true, capabilities: ['NET_BIND_SERVICE'] },
  },
  {
    name: 'a capability of the file, and no new privileges',
    files: [bindCapability, server],
    image: { ...serve80, User: '1000' },
    settings: { allowPrivilegeEscalation: false },
    verdict: 'ready-with',
    values: { runAsNonRoot: true, ...bind80 },
  },
  {
    name: 'a working directory of root that is written',
    files: [directory('srv')],
    image: { Entrypoint: ['touch', 'file'], WorkingDir: '/srv' },
    verdict: 'blocked',
  },
  {
    name: 'a working directory of root under an emptyDir',
    files: [directory('srv')],
    image: { Entrypoint: ['touch', 'file'], WorkingDir: '/srv' },
    mounts: [{ path: '/srv', kind: 'emptyDir' }],
    verdict: 'ready-with',
    values: proposed,
  },
  {
    name: 'a working directory of a user',
    files: [directory('srv', 0o755, 1000)],
    image: { Entrypoint: ['touch', 'file'], WorkingDir: '/srv' },
    verdict: 'ready-with',
    values: { runAsNonRoot: true, runAsUser: 1000 },
  },
  { name: 'a volume of root', files: [directory('data'), writes], image: writer, verdict: 'blocked' },
  { name: 'a volume that is made', files: [writes], image: writer, verdict: 'blocked' },
  {
    name: 'a volume of root under a claim',
    files: [directory('data'), writes],
    image: writer,
    mounts: [{ path: '/data', kind: 'claim' }],
    verdict: 'ready-with',
    values: { ...proposed, fsGroup: 65532 },
  },
  {
    name: 'a volume of a group',
    files: [directory('data', 0o775, 0, 50), writes],
    image: writer,
    verdict: 'ready-with',
    values: { ...proposed, supplementalGroups: [50] },
  },
  {
    name: "a volume of root's group",
    files: [directory('data', 0o775), writes],
    image: writer,
    verdict: 'ready-with',
    values: proposed,
  },
  {
    name: "root's program",
    files: [program('opt/busybox-gauge', busybox, { mode: 0o700 })],
    image: { Entrypoint: ['/opt/busybox-gauge', 'id'] },
    verdict: 'blocked',
  },
  {
    name: "a program in root's folder",
    files: [directory('opt', 0o700), program('opt/busybox-gauge', busybox)],
    image: { Entrypoint: ['/opt/busybox-gauge', 'id'] },
    verdict: 'blocked',
  },
  {
    name: 'a script that cannot be read',
    files: [script('run.sh', 'exec id', { mode: 0o711 })],
    image: { Entrypoint: ['/run.sh'] },
    verdict: 'blocked',
  },
  {
    name: 'a script without its interpreter',
    files: [{ path: 'run', content: '#!/usr/bin/python3\n', mode: 0o755 }],
    image: { Entrypoint: ['/run'] },
    verdict: 'blocked',
    isBroken: true,
  },
  {
    name: 'a script that gives away files',
    files: [directory('data', 0o755, 1000), script('run.sh', 'set -e\nchown 1001 /data\nexec id')],
    image: { Entrypoint: ['/run.sh'] },
    verdict: 'blocked',
  },
  {
    name: 'a script that gives away files as root alone',
    files: [
      directory('data', 0o755, 1000),
      script('run.sh', 'set -e\nif [ "$(id -u)" = 0 ]; then\n  chown 1001 /data\nfi\nexec id'),
    ],
    image: { Entrypoint: ['/run.sh'] },
    verdict: 'ready-with',
    values: proposed,
  },
  {
    name: 'setuid root',
    files: linked('opt/whoami', '/usr/bin/id', { mode: 0o4755 }),
    image: { User: '1000', Entrypoint: ['/opt/whoami', '-u'] },
    verdict: 'ready-with',
    values: { runAsNonRoot: true, allowPrivilegeEscalation: false },
    prints: /^1000$/,
  },
  {
    name: 'a secret that root alone may read',
    image: { User: '1000', Entrypoint: ['cat', '/etc/tide/key'] },
    mounts: [{ path: '/etc/tide', kind: 'secret', mode: 0o400 }],
    verdict: 'ready-with',
    values: { runAsNonRoot: true, fsGroup: 1000 },
    prints: /^tide$/,
  },
  {
    name: 'a secret that everybody may read',
    image: { User: '1000', Entrypoint: ['cat', '/etc/tide/key'] },
    mounts: [{ path: '/etc/tide', kind: 'secret' }],
    verdict: 'ready',
    prints: /^tide$/,
  },
];
