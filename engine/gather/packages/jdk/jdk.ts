import { bytesOf } from '../../../formats/content.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { Cataloger, FileHead, LayerFile } from '../cataloger.ts';
import { isWord } from '../is-word.ts';

const unit = 'gather/packages/jdk';
const utf8 = new TextDecoder();
const largestBytes = 64 * 1024;
/** Modules that are built with Java, by whoever builds it; the last two are those of the makers of GraalVM and OpenJ9. */
const ownModule = /^(?:java|jdk|oracle|javafx|com\.oracle|org\.graalvm|openj9)\./;
/** `KEY="value"`, one a line. */
const setting = /^([A-Z_]+)="([^"]*)"\s*$/;

/**
 * Java runtimes, from the `release` file at the root of each JDK and JRE, and of images that jlink made.
 *
 * in      shell assignments; a file of that name that states no JAVA_VERSION is of something else
 * out     `openjdk` under who built it: `eclipse-adoptium/openjdk`; `jdk` for Oracle's commercial builds. The version is that of the
 *         runtime where it is stated, which has the build number: `17.0.8+7`
 * gaps    incomplete-record; modules-unversioned: jlink linked modules into the runtime that are not Java's own, and does not state
 *         their versions
 * source  OpenJDK 21, make/ReleaseFile.gmk
 */
export const jdk = Object.freeze<Cataloger>({
  id: 'jdk',
  about: {
    title: 'Java runtimes (JDK, JRE)',
    source: 'https://github.com/openjdk/jdk/blob/jdk-21%2B35/make/ReleaseFile.gmk',
    reads: ['`release`, where it begins with a capital key as a JDK’s does and states JAVA_VERSION'],
    limits: [
      'runtimes without a `release` file; distribution packages have entries of their own',
      'the modules that an image of jlink was made of: Java’s own count as the runtime, others are a gap',
      'no advisories are keyed by these names',
    ],
  },
  maxBytes: largestBytes,
  endings: ['/release'],
  wants: isRelease,
  read: readFile,
});

/** Many things call a file `release`; a JDK's begins with one of its keys. */
function isRelease({ path, sizeBytes, head }: FileHead): boolean {
  if (!path.endsWith('/release') || sizeBytes > largestBytes) return false;
  return /^[A-Z][A-Z_]{3,}(?:=|$)/.test(utf8.decode(head));
}

function readFile(file: LayerFile): Reading<Package> {
  const values = readValues(utf8.decode(bytesOf(file.content)));
  if (!values.has('JAVA_VERSION')) return { items: [], gaps: [] };
  const version = values.get('JAVA_RUNTIME_VERSION') || values.get('JAVA_VERSION');
  if (!isWord(version)) return { items: [], gaps: [toGap(file)] };
  const maker = toSlug(values.get('IMPLEMENTOR') ?? '');
  const isCommercial = values.get('BUILD_TYPE') === 'commercial';
  const item: Package = {
    type: 'generic',
    name: `${maker && `${maker}/`}${isCommercial ? 'jdk' : 'openjdk'}`,
    // Nothing compares them; 1.8.0_292 is none, and so is left undecided rather than guessed.
    version: version.replace(/-LTS$/, ''),
    scheme: 'semver',
    ...(isWord(values.get('OS_ARCH')) && { architecture: values.get('OS_ARCH') ?? '' }),
    certainty: 'certain',
    path: file.path,
  };
  const foreign = (values.get('MODULES') ?? '').split(' ').filter((name) => isWord(name) && !ownModule.test(name));
  return { items: [item], gaps: foreign.length > 0 ? [unversioned(file, foreign)] : [] };
}

function unversioned({ path }: LayerFile, modules: readonly string[]): Gap {
  const named = modules.slice(0, 10).join(', ');
  const more = modules.length > 10 ? ` and ${modules.length - 10} more` : '';
  return { code: 'modules-unversioned', unit, path, detail: `modules in it whose versions are not stated: ${named}${more}` };
}

function readValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, key, value] = setting.exec(line.trimEnd()) ?? [];
    if (key !== undefined && value !== undefined && !values.has(key)) values.set(key, value.trim());
  }
  return values;
}

/** `Eclipse Adoptium` → `eclipse-adoptium`; `N/A`, as builds of one's own say, is nobody. */
function toSlug(maker: string): string {
  return maker === 'N/A'
    ? ''
    : maker
        .slice(0, 100)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '');
}

function toGap({ path }: LayerFile): Gap {
  return { code: 'incomplete-record', unit, path, detail: 'it states a Java version that is none' };
}
