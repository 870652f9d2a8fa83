import { goProgram } from '../layout/language-packages.ts';
import { type ImageRecipe, image, layer } from '../layout/recipe.ts';
import { almaBase } from './almalinux.ts';
import { type DebianRelease, staticBase } from './debian.ts';
import { type WolfiState, wolfiBase } from './wolfi.ts';

const modules2023 = [
  'github.com/prometheus/client_golang@v1.14.0',
  'golang.org/x/crypto@v0.7.0',
  'golang.org/x/net@v0.8.0',
  'google.golang.org/grpc@v1.54.0',
  'google.golang.org/protobuf@v1.30.0',
];
const modules2024 = [
  'github.com/prometheus/client_golang@v1.19.1',
  'golang.org/x/crypto@v0.23.0',
  'golang.org/x/net@v0.25.0',
  'google.golang.org/grpc@v1.64.0',
  'google.golang.org/protobuf@v1.34.1',
];

/** The gauges: operator, collector and the proxy that the operator puts beside each; and what came with them once. */
export const harbor: readonly ImageRecipe[] = [
  onStatic('gauge-operator:1.0.0', '12.0', { go: '1.20.4', modules: modules2023 }),
  onStatic('gauge-operator:1.1.0-rc.1', '12.5', { go: '1.22.3', modules: modules2024 }),
  onStatic('gauge-operator:1.1.0', '12.6', { go: '1.22.5', modules: modules2024 }),
  { ...onStatic('gauge-collector:1.0.0', '12.0', { go: '1.20.4', modules: modules2023 }), user: '' },
  { ...onStatic('gauge-collector:1.1.0', '12.5', { go: '1.22.3', modules: modules2024 }), user: '' },
  gaugeProxy('1.0.0', '2023-06', { go: '1.20.4', modules: modules2023 }),
  gaugeProxy('1.1.0', '2024-07', { go: '1.22.5', modules: modules2024 }),
  image('almanac:3.1.0', {
    base: 'base-almalinux:9.2',
    layers: [
      almaBase(),
      layer('COPY almanac /usr/bin/almanac # buildkit', [program('almanac', 'v3.1.0', { go: '1.21.5', modules: [] })]),
    ],
    user: '1001',
  }),
  image('fog-signal:0.7.0', {
    base: 'base-wolfi:2023-06',
    layers: [
      wolfiBase('2023-06'),
      layer('COPY fog-signal /usr/bin/fog-signal # buildkit', [
        program('fog-signal', 'v0.7.0', {
          go: '1.19.5',
          modules: ['github.com/gin-gonic/gin@v1.8.1', 'golang.org/x/net@v0.2.0', 'helm.sh/helm/v3@v3.11.0'],
        }),
      ]),
    ],
    user: '',
  }),
  // The layer with the program is stored cut in half: this is the image that cannot be read, on purpose.
  image('sounding:0.4.0', {
    base: 'base-wolfi:2023-06',
    layers: [
      wolfiBase('2023-06'),
      layer('COPY sounding /usr/bin/sounding # buildkit', [
        program('sounding', 'v0.4.0', { go: '1.20.4', modules: modules2023 }),
      ]),
    ],
    isDamaged: true,
  }),
];

interface Build {
  readonly go: string;
  readonly modules: readonly string[];
}

function onStatic(nameAndTag: string, release: DebianRelease, build: Build): ImageRecipe {
  const [name = '', tag = ''] = nameAndTag.split(':');
  const copy = layer(`COPY ${name} /usr/bin/${name} # buildkit`, [program(name, `v${tag}`, build)]);
  return image(nameAndTag, { base: `base-static:${release}`, layers: [staticBase(release), copy] });
}

function gaugeProxy(version: string, state: WolfiState, build: Build): ImageRecipe {
  const copy = layer('COPY gauge-proxy /usr/bin/gauge-proxy # buildkit', [program('gauge-proxy', `v${version}`, build)]);
  return image(`gauge-proxy:${version}`, { base: `base-wolfi:${state}`, layers: [wolfiBase(state), copy] });
}

function program(name: string, version: string, { go, modules }: Build) {
  return goProgram(`usr/bin/${name}`, go, [`tidewater.example/${name}@${version}`, ...modules]);
}
