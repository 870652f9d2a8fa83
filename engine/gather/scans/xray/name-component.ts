import type { ScannedPackage } from '../../../model/scan.ts';
import { namePackage } from '../name-package.ts';

/** How many colon-separated parts of a release stand before the name, by kind of component. */
const releases: Readonly<Record<string, number>> = { deb: 1, rpm: 1, alpine: 1 };

/** Whether a component id is of a kind. */
export function isComponent(id: string, kind: string): boolean {
  return id.startsWith(`${kind}://`);
}

/**
 * The package that one of Xray's component ids names.
 *
 * in      `pypi://Jinja2:2.11.2`, `gav://org.a:b:1.0`, `deb://debian:bullseye:apt:2.2.4`, `alpine://3.14:busybox:1.33.1-r3`, `rpm://8:bash:0:4.4.19`
 * out     undefined for images and files
 */
export function nameComponent(id: string, type: string | undefined): ScannedPackage | undefined {
  const [, kind = type ?? '', rest = ''] = /^(?:([a-z]+):\/\/)?(.+)$/s.exec(id) ?? [];
  if (rest === '' || kind === 'docker') return undefined;
  const parts = rest.split(':');
  const isDebian = kind === 'deb' && parts.length >= 4;
  const skipped = isDebian ? 2 : parts.length > 2 ? (releases[kind] ?? 0) : 0;
  const [first = '', ...others] = parts.slice(skipped);
  const groups = kind === 'gav' && others.length > 1 ? 1 : 0;
  const name = [first, ...others.slice(0, groups)].join(':');
  return namePackage({ type: kind, name, version: others.slice(groups).join(':') });
}

/** The package that stands in a path below a layer, without its kind: `3.12:openssl:1.1.1k-r0`, `debian:bullseye:apt:2.2.4`. */
export function nameInLayer(id: string): ScannedPackage | undefined {
  if (/^(?:debian|ubuntu):/.test(id)) return nameComponent(`deb://${id}`, undefined);
  if (!/^\d[\d.]*:/.test(id)) return nameComponent(id, undefined);
  return nameComponent(`${/-r\d+$/.test(id) ? 'alpine' : 'rpm'}://${id}`, undefined);
}
