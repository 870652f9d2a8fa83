import { goProgram, nodeModules } from '../layout/language-packages.ts';
import { type ImageRecipe, image, layer } from '../layout/recipe.ts';
import type { SystemPackage } from '../layout/system-packages.ts';
import { aptInstall, type DebianRelease, debianBase } from './debian.ts';
import { apkAdd, type WolfiState, wolfiBase, wolfiNode } from './wolfi.ts';

/** Beacons and the way to them, and where charts are kept. */
export const navigation: readonly ImageRecipe[] = [
  beacon('1.0.0', '12.0', [
    'axios@0.27.2',
    'express@4.17.1',
    'follow-redirects@1.15.2',
    'lodash@4.17.20',
    'minimist@1.2.5',
    'ws@8.13.0',
  ]),
  beacon('1.1.0', '12.5', [
    'axios@1.6.8',
    'express@4.19.2',
    'follow-redirects@1.15.6',
    'lodash@4.17.21',
    'minimist@1.2.8',
    'ws@8.17.0',
  ]),
  beaconRelay('1.0.0', '12.0', { go: '1.20.4', modules: ['github.com/jackc/pgx/v5@v5.3.1', 'golang.org/x/net@v0.8.0'] }),
  beaconRelay('1.1.0', '12.6', { go: '1.22.5', modules: ['github.com/jackc/pgx/v5@v5.6.0', 'golang.org/x/net@v0.25.0'] }),
  pilotGateway('2.3.0', '12.0', '1:9.2p1-2'),
  pilotGateway('2.4.0', '12.5', '1:9.2p1-2+deb12u2'),
  chartStore('15.3.0', '12.0', '15.3-0+deb12u1'),
  chartStore('15.6.0', '12.5', '15.6-0+deb12u1'),
  lantern('0.9.2', '2023-06', ['jquery@3.4.1', 'moment@2.29.1', 'underscore@1.12.0']),
  lantern('0.9.3', '2024-07', ['jquery@3.7.1', 'moment@2.30.1', 'underscore@1.13.6']),
];

function beacon(version: string, release: DebianRelease, modules: readonly string[]): ImageRecipe {
  return image(`beacon:${version}`, {
    base: `base-debian:${release}`,
    layers: [debianBase(release), layer('RUN npm ci # buildkit', [nodeModules('srv/beacon/node_modules', modules)], 'zstd')],
    entrypoint: ['node', '/srv/beacon/main.js'],
    user: '1000',
  });
}

interface Build {
  readonly go: string;
  readonly modules: readonly string[];
}

function beaconRelay(version: string, release: DebianRelease, { go, modules }: Build): ImageRecipe {
  const program = goProgram('usr/bin/beacon-relay', go, [`tidewater.example/beacon-relay@v${version}`, ...modules]);
  return image(`beacon-relay:${version}`, {
    base: `base-debian:${release}`,
    layers: [debianBase(release), layer('COPY beacon-relay /usr/bin/ # buildkit', [program])],
  });
}

/** Runs as root: it binds port 22. */
function pilotGateway(version: string, release: DebianRelease, openssh: string): ImageRecipe {
  const packages: readonly SystemPackage[] = ['openssh-client', 'openssh-server'].map((name) => ({
    name,
    version: openssh,
    source: 'openssh',
  }));
  return image(`pilot-gateway:${version}`, {
    base: `base-debian:${release}`,
    layers: [debianBase(release), aptInstall(release, packages)],
    entrypoint: ['/usr/sbin/sshd', '-D'],
    user: '',
  });
}

function chartStore(version: string, release: DebianRelease, postgresql: string): ImageRecipe {
  const packages: readonly SystemPackage[] = ['postgresql-15', 'postgresql-client-15'].map((name) => ({
    name,
    version: postgresql,
    ...(name !== 'postgresql-15' && { source: 'postgresql-15' }),
  }));
  return image(`chart-store:${version}`, {
    base: `base-debian:${release}`,
    layers: [debianBase(release), aptInstall(release, packages)],
    user: '999',
  });
}

function lantern(version: string, state: WolfiState, modules: readonly string[]): ImageRecipe {
  return image(`lantern:${version}`, {
    base: `base-wolfi:${state}`,
    layers: [
      wolfiBase(state),
      apkAdd(state, wolfiNode[state]),
      layer('RUN npm ci # buildkit', [nodeModules('srv/lantern/node_modules', modules)]),
    ],
    entrypoint: ['node', '/srv/lantern/main.js'],
  });
}
