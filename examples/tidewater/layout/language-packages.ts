import { writeGoProgram } from '../../../engine/formats/go-build-info/write-go-program.ts';
import { writeZip } from '../../../engine/formats/zip/write-zip.ts';
import type { Part, StatedPackage } from './recipe.ts';

/** npm packages in one `node_modules`; `NAME@VERSION`. */
export function nodeModules(folder: string, packages: readonly string[]): Part {
  const entries = packages.map((text) => {
    const { name, version } = split(text);
    return { id: `npm/${text}`, path: `${folder}/${name}/package.json`, content: `${JSON.stringify({ name, version })}\n` };
  });
  return toPart(entries);
}

/** Python distributions as pip leaves them; `NAME@VERSION`. */
export function pythonPackages(folder: string, packages: readonly string[]): Part {
  const entries = packages.map((text) => {
    const { name, version } = split(text);
    const path = `${folder}/${name.replaceAll('-', '_')}-${version}.dist-info/METADATA`;
    return { id: `pypi/${text}`, path, content: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n` };
  });
  return toPart(entries);
}

/** A Go program with its build information; it does not run. Modules as `PATH@vVERSION`, the program's own first. */
export function goProgram(path: string, goVersion: string, modules: readonly string[]): Part {
  const [main = '', ...others] = modules;
  const lines = [
    `path\t${split(main).name}\n`,
    moduleLine('mod', main),
    ...others.map((text) => moduleLine('dep', text)),
    'build\t-compiler=gc\n',
    'build\tCGO_ENABLED=0\n',
  ];
  const content = writeGoProgram({ goVersion: `go${goVersion}`, modules: lines.join(''), sections: true });
  return {
    files: [{ path, content, mode: 0o755 }],
    packages: [...modules, `stdlib@${goVersion}`].map((text) => ({ id: `golang/${text}`, path })),
  };
}

function moduleLine(kind: string, text: string): string {
  const { name, version } = split(text);
  return `${kind}\t${name}\t${version}\t\n`;
}

/**
 * A jar that carries its libraries as jars, as Spring Boot packs them.
 *
 * in      `GROUP:ARTIFACT:VERSION`, the application first
 */
export function fatJar(path: string, artifacts: readonly string[]): Part {
  const [application = '', ...libraries] = artifacts;
  const content = writeZip([
    { name: 'META-INF/MANIFEST.MF', bytes: 'Manifest-Version: 1.0\r\n\r\n', stored: true },
    propertiesOf(application),
    ...libraries.map((text) => ({
      name: `BOOT-INF/lib/${text.split(':').slice(1).join('-')}.jar`,
      bytes: writeZip([propertiesOf(text)]),
      stored: true,
    })),
  ]);
  const packages = artifacts.map((text) => ({ id: `maven/${text.replace(':', '/').replace(':', '@')}`, path }));
  return { files: [{ path, content }], packages };
}

/** Members are stored, not deflated: zlib's bytes differ between machines. */
function propertiesOf(text: string) {
  const [group, artifact, version] = text.split(':');
  return {
    name: `META-INF/maven/${group}/${artifact}/pom.properties`,
    bytes: `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
    stored: true,
  };
}

function split(text: string): { readonly name: string; readonly version: string } {
  const at = text.lastIndexOf('@');
  return { name: text.slice(0, at), version: text.slice(at + 1) };
}

function toPart(entries: readonly (StatedPackage & { readonly content: string })[]): Part {
  return {
    files: entries.map(({ path, content }) => ({ path, content })),
    packages: entries.map(({ id, path }) => ({ id, path })),
  };
}
