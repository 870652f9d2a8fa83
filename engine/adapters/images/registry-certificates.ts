import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostCertificates } from '../http/http-client.ts';

/** The folders that Docker, containerd and podman keep the certificates of registries in, one folder a host below each. */
export function certificateFolders(environment: Readonly<Record<string, string | undefined>>, home: string): readonly string[] {
  const { XDG_CONFIG_HOME: config } = environment;
  const own = [join(config || join(home, '.config'), 'containers', 'certs.d'), join(home, '.docker', 'certs.d')];
  const shared = ['/etc/containers/certs.d', '/etc/docker/certs.d', '/etc/containerd/certs.d'];
  return [...own, ...shared];
}

/**
 * The certificates for one host: `*.crt` are authorities, `NAME.cert` with `NAME.key` is what we show.
 *
 * in      host with its port, where it has one; folders of `certs.d`; PEM files that count for every host
 * out     undefined where there are none: then those of the system and of NODE_EXTRA_CA_CERTS count
 * faults  rejects when a file that is named cannot be read
 * source  Docker, "Verify repository client with certificates"; containers-certs.d(5)
 */
export async function findCertificates(
  host: string,
  folders: readonly string[],
  files: readonly string[],
): Promise<HostCertificates | undefined> {
  const authorities = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  let client: HostCertificates['client'];
  for (const folder of folders.map((one) => join(one, host))) {
    const names = (await readdir(folder).catch(() => [])).sort();
    for (const name of names.filter((one) => one.endsWith('.crt'))) authorities.push(await readFile(join(folder, name), 'utf8'));
    const [shown] = names.filter((one) => one.endsWith('.cert') && names.includes(one.replace(/\.cert$/, '.key')));
    if (shown === undefined || client) continue;
    const certificate = await readFile(join(folder, shown), 'utf8');
    client = { certificate, key: await readFile(join(folder, shown.replace(/\.cert$/, '.key')), 'utf8') };
  }
  return authorities.length > 0 || client ? { authorities, ...(client && { client }) } : undefined;
}
