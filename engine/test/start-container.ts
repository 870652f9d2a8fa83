import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NonRootValues } from '../model/non-root.ts';
import { type RanAs, runAs } from './run-as.ts';

/** A volume that a container mounts. */
export interface TestMount {
  readonly path: string;
  /** `claim`: a new file system, which is root's. */
  readonly kind: 'emptyDir' | 'claim' | 'secret';
  /** Of the files of a Secret. */
  readonly mode?: number;
}

/** A container of a pod as a test needs it. */
export interface TestContainer {
  /** Folder with the files of its image; mounts are made in it. */
  readonly root: string;
  readonly user: string;
  readonly words: readonly string[];
  readonly workingDirectory: string;
  readonly mounts: readonly TestMount[];
  /** Whether its manifest drops all capabilities. */
  readonly dropsAll: boolean;
  /** As it is set, for pod and container. */
  readonly settings: NonRootValues;
}

/** Those that matter here. source  containerd 1.7, oci/spec.go, defaultUnixCaps */
const usualCapabilities = ['chown', 'dac_override', 'fowner', 'kill', 'net_bind_service', 'setfcap', 'setpcap'];

/**
 * Starts a container as kubelet and runtime would.
 *
 * out     `refused` where it does not come to a process, else what became of the process
 */
export function startContainer(container: TestContainer): RanAs | 'refused' {
  const { root, user, words, workingDirectory, settings, dropsAll } = container;
  const { runAsUser, runAsGroup, runAsNonRoot, fsGroup, supplementalGroups = [], sysctls = {} } = settings;
  const isProven = runAsUser === undefined ? /^[1-9]/.test(user) : runAsUser > 0;
  const found = findUser(root, runAsUser === undefined ? user : String(runAsUser));
  if (!found || (runAsNonRoot && !isProven)) return 'refused';
  for (const mount of container.mounts) makeMount(root, mount, fsGroup);
  const groups = [runAsGroup ?? found.gid, ...(fsGroup === undefined ? [] : [fsGroup]), ...supplementalGroups];
  return runAs(words, {
    root,
    workingDirectory,
    uid: found.uid,
    groups,
    capabilities: [...(dropsAll ? [] : usualCapabilities), ...(settings.capabilities ?? []).map((name) => name.toLowerCase())],
    noNewPrivileges: settings.allowPrivilegeEscalation === false,
    firstPort: Number(sysctls['net.ipv4.ip_unprivileged_port_start'] ?? 1024),
  });
}

function findUser(root: string, stated: string): { readonly uid: number; readonly gid: number } | undefined {
  const [name = '', group] = (stated || '0').split(':');
  const lines = (file: string) => readFileSync(join(root, 'etc', file), 'utf8').split('\n');
  const isNumber = /^\d+$/.test(name);
  const line = lines('passwd').find((one) => one.split(':')[isNumber ? 2 : 0] === name);
  const [, , uid = name, gid = '0'] = line?.split(':') ?? [];
  if (!line && !isNumber) return undefined;
  const named =
    group === undefined
      ? gid
      : lines('group')
          .find((one) => one.startsWith(`${group}:`))
          ?.split(':')[2];
  return named === undefined ? undefined : { uid: Number(uid), gid: Number(named) };
}

/** source  Kubernetes, pkg/volume/volume_linux.go, SetVolumeOwnership */
function makeMount(root: string, { path, kind, mode = 0o644 }: TestMount, fsGroup: number | undefined): void {
  const at = join(root, path);
  if (!existsSync(at)) mkdirSync(at, { recursive: true });
  chownSync(at, 0, fsGroup ?? 0);
  const own = { emptyDir: 0o777, claim: 0o755, secret: 0o755 }[kind];
  chmodSync(at, own | (fsGroup === undefined ? 0 : 0o2070));
  if (kind !== 'secret') return;
  const file = join(at, 'key');
  writeFileSync(file, 'tide');
  chownSync(file, 0, fsGroup ?? 0);
  chmodSync(file, mode | (fsGroup === undefined ? 0 : 0o440));
}
