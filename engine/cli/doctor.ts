import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { cacheFolder } from '../adapters/files/cache-folder.ts';
import { credentialFiles } from '../adapters/images/docker-credentials.ts';
import { measureLayerCache } from '../adapters/layers/layer-cache.ts';
import { openRenderer } from '../adapters/tools/open-renderer.ts';
import { Fault } from '../model/fault.ts';
import { readAdvisoryStatus } from '../store/advisories/advisory-status.ts';
import { table } from '../tell/reports/table.ts';
import { addCommonOptions, addConfigurationOptions, type CommonOptions } from './common-options.ts';
import { engineVersion } from './engine-version.ts';
import { type FoundConfiguration, findConfiguration } from './find-configuration.ts';
import { defaultDatabase } from './open-advisories.ts';
import { writeOutput } from './write-output.ts';

/** One thing that was looked at. */
interface Examined {
  readonly what: string;
  readonly state: 'ok' | 'missing' | 'wrong';
  /** What is there, or what to do. */
  readonly detail: string;
}

/** `plimsoll doctor`: what is installed, reachable and configured, and what is not. Contacts no network. */
export function doctor(command: Command): void {
  addConfigurationOptions(addCommonOptions(command, ['terminal', 'json'])).action(
    async (options: CommonOptions & { config?: string }) => {
      const examined = [
        nodeVersion(),
        ...(await configurationAndTools(options)),
        await database(options),
        await cache(),
        registrySignIn(),
      ];
      const text =
        options.format === 'json'
          ? `${JSON.stringify({ schema: 'plimsoll.doctor/v1', engine: engineVersion(), examined }, null, 2)}\n`
          : `Plimsoll ${engineVersion()}\n${table(
              ['', 'state', ''],
              examined.map(({ what, state, detail }) => [what, state, detail]),
            )}\n`;
      writeOutput(options.output, text);
    },
  );
}

function nodeVersion(): Examined {
  return { what: 'Node', state: 'ok', detail: `${process.version}, ${process.platform} on ${process.arch}` };
}

async function configurationAndTools(options: { config?: string }): Promise<readonly Examined[]> {
  const [found, configuration] = await examineConfiguration(options);
  const folder = found?.folder ?? resolve('.');
  const renderer = openRenderer({
    folder,
    configured: found?.configuration.tools ?? {},
    environment: process.env,
    cache: cacheFolder(process.env),
  });
  try {
    return [configuration, await tool(renderer, 'kustomize'), await tool(renderer, 'helm')];
  } finally {
    renderer.close();
  }
}

async function examineConfiguration(options: { config?: string }): Promise<readonly [FoundConfiguration | undefined, Examined]> {
  const what = 'configuration';
  try {
    const found = await findConfiguration([], options);
    const { product, sources } = found.configuration;
    return [found, { what, state: 'ok', detail: `${product}: ${sources.length} sources` }];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const state = error.code === 'configuration-missing' ? 'missing' : 'wrong';
    return [undefined, { what, state, detail: `${error.message}. ${error.help}` }];
  }
}

const howToInstall = {
  kustomize: 'install kustomize or kubectl (https://kubectl.docs.kubernetes.io/installation), or set PLIMSOLL_KUSTOMIZE',
  helm: 'install Helm (https://helm.sh/docs/intro/install), or set PLIMSOLL_HELM',
};

async function tool(renderer: ReturnType<typeof openRenderer>, name: 'kustomize' | 'helm'): Promise<Examined> {
  const found = await renderer.identify(name);
  if (!found) return { what: name, state: 'missing', detail: howToInstall[name] };
  return { what: name, state: 'ok', detail: `${found.name} ${found.version} (${found.from}: ${found.path})` };
}

async function database(options: { config?: string }): Promise<Examined> {
  const what = 'advisories';
  const [found] = await examineConfiguration(options);
  const configured = found?.configuration.database ?? 'default';
  const path = configured === 'default' ? defaultDatabase() : resolve(found?.folder ?? '.', configured);
  if (!existsSync(path))
    return { what, state: 'missing', detail: `no database at ${path}; make one with plimsoll advisories import PATH…` };
  try {
    const { snapshot, advisories } = readAdvisoryStatus(path);
    const count = Object.values(advisories).reduce((sum, number) => sum + number, 0);
    return { what, state: 'ok', detail: `${count} advisories as of ${snapshot.asOf.slice(0, 10)} in ${path}` };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { what, state: 'wrong', detail: `${error.message}. ${error.help}` };
  }
}

async function cache(): Promise<Examined> {
  const folder = join(cacheFolder(process.env), 'layers');
  const { layers, sizeBytes } = await measureLayerCache(folder);
  return { what: 'layer cache', state: 'ok', detail: `${layers} layers, ${(sizeBytes / 1e6).toFixed(1)} MB in ${folder}` };
}

function registrySignIn(): Examined {
  const files = credentialFiles(process.env, homedir());
  const there = files.filter((file) => existsSync(file));
  return {
    what: 'registry sign-in',
    state: there.length > 0 ? 'ok' : 'missing',
    detail: there.length > 0 ? there.join(', ') : `none of ${files.join(', ')}: registries are read anonymously`,
  };
}
