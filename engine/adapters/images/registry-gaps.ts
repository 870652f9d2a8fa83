import type { Gap } from '../../model/reading.ts';
import { describeError } from '../http/http-client.ts';
import type { Repository } from './registry-address.ts';

/** A gap of the registry client. */
export function registryGap(code: string, detail: string): Gap {
  return { code, unit: 'adapters/images', detail };
}

/** No answer came, or none that could be read to its end. */
export function unreachableGap({ base }: Repository, error: unknown): Gap {
  return registryGap('registry-unreachable', `${base.host} could not be read: ${describeError(error)}`);
}

/** An answer that is not what was asked for, and what to do. `trouble` says why signing in did not work. */
export function statusGap(repository: Repository, path: string, status: number, trouble?: string): Gap {
  const { registry, name, isMirror } = repository;
  const where = `${registry}/${name}${isMirror ? ' (a mirror)' : ''}`;
  if (status === 404) return registryGap('blob-missing', `${where} does not have ${path}`);
  if (status === 401 || status === 403) {
    const why = trouble === undefined ? '' : `; ${trouble}`;
    return registryGap(
      'unauthorized',
      `${where} refuses to be read (${status})${why}. Sign in with \`docker login ${registry}\`, or check the name`,
    );
  }
  if (status === 429)
    return registryGap('registry-busy', `${where} answers that there were too many requests (429); sign in, or try again later`);
  return registryGap('registry-refused', `${where} answered ${status} for ${path}; try again later`);
}
