import { resolve } from 'node:path';
import type { HelmRequest } from '../../gather/sources/ports.ts';

/**
 * The arguments of `helm template` for a chart as configured. Paths are absolute, so that no name can be taken for an option, an address
 * or a chart repository.
 *
 * in      the source and how it is asked for; the configuration's folder; a file of values that count after the source's files
 */
export function helmArguments({ spec, withoutDefinitions }: HelmRequest, folder: string, overlay?: string): readonly string[] {
  return [
    'template',
    withoutDefinitions ? '--skip-crds' : '--include-crds',
    `--namespace=${spec.namespace}`,
    ...spec.values.map((path) => `--values=${resolve(folder, path)}`),
    ...(overlay === undefined ? [] : [`--values=${overlay}`]),
    ...spec.set.map((value) => `--set=${value}`),
    ...(spec.kubeVersion === undefined ? [] : [`--kube-version=${spec.kubeVersion}`]),
    ...spec.apiVersions.map((version) => `--api-versions=${version}`),
    '--',
    spec.release,
    resolve(folder, spec.at),
  ];
}
