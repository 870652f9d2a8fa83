import { fatJar, goProgram } from '../layout/language-packages.ts';
import { type ImageRecipe, image, layer } from '../layout/recipe.ts';
import { type DebianRelease, debianBase } from './debian.ts';

/** What both Java programs carried, and what they carry since 1.1.0. */
const libraries2021 = [
  'com.fasterxml.jackson.core:jackson-databind:2.12.3',
  'org.apache.logging.log4j:log4j-api:2.14.1',
  'org.apache.logging.log4j:log4j-core:2.14.1',
  'org.yaml:snakeyaml:1.29',
];
const libraries2024 = [
  'com.fasterxml.jackson.core:jackson-databind:2.17.1',
  'org.apache.logging.log4j:log4j-api:2.17.1',
  'org.apache.logging.log4j:log4j-core:2.17.1',
  'org.yaml:snakeyaml:2.2',
];

/** The logbook, its search, and the tools that its chart runs before it installs. */
export const logbook: readonly ImageRecipe[] = [
  javaProgram('logbook:1.0.0', '12.0', libraries2021),
  javaProgram('logbook:1.1.0', '12.6', libraries2024),
  javaProgram('logbook-search:1.0.0', '12.0', [...libraries2021, 'org.apache.commons:commons-text:1.9']),
  // Near misses stay: logback is no log4j, and this commons-text is the fixed one.
  javaProgram('logbook-search:1.1.0', '12.6', [
    'ch.qos.logback:logback-classic:1.5.6',
    'com.fasterxml.jackson.core:jackson-databind:2.17.1',
    'org.apache.commons:commons-text:1.12.0',
    'org.yaml:snakeyaml:2.2',
  ]),
  kubectlTools('1.27.3', '12.0', '1.20.5'),
  kubectlTools('1.29.6', '12.6', '1.22.5'),
];

function javaProgram(nameAndTag: string, release: DebianRelease, libraries: readonly string[]): ImageRecipe {
  const [name = '', tag = ''] = nameAndTag.split(':');
  const jar = fatJar(`opt/${name}/${name}.jar`, [`example.tidewater:${name}:${tag}`, ...libraries]);
  return image(nameAndTag, {
    base: `base-debian:${release}`,
    layers: [debianBase(release), layer(`COPY ${name}.jar /opt/${name}/ # buildkit`, [jar], 'none')],
    entrypoint: ['java', '-jar', `/opt/${name}/${name}.jar`],
    user: '1000',
  });
}

/** For two platforms; runs as root. */
function kubectlTools(version: string, release: DebianRelease, go: string): ImageRecipe {
  const program = goProgram('usr/bin/kubectl', go, [`k8s.io/kubernetes@v${version}`]);
  return image(`kubectl-tools:${version}`, {
    base: `base-debian:${release}`,
    layers: [debianBase(release), layer('COPY kubectl /usr/bin/ # buildkit', [program])],
    entrypoint: ['kubectl'],
    user: '',
    architectures: ['amd64', 'arm64'],
  });
}
