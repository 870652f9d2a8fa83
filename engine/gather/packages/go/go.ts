import { isElf } from '../../../formats/elf/is-elf.ts';
import { isForeignProgram, readGoBuildInfo } from '../../../formats/go-build-info/go-build-info.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { findLinkedVersion } from './linked-version.ts';
import { readModules } from './modules.ts';
import { toStandardLibrary } from './standard-library.ts';

const unit = 'gather/packages/go';

/**
 * Go modules and the standard library, from the build information inside compiled programs.
 *
 * in      any ELF file, stripped or not; read by ranges
 * out     `stdlib`, the main module and every module it was linked with, replacements in place of what they replace; `likely`
 *         where the program states no version that can be relied on, or only in a text that the linker set
 * gaps    go-build-info-missing, go-build-info-unreadable, go-build-info-damaged, go-modules-unknown, unreadable-line,
 *         elf-unreadable, program-packed; a program that shows no trace of Go is none
 * source  Go 1.26 source, debug/buildinfo and runtime/debug/mod.go
 */
export const go = Object.freeze<Cataloger>({
  id: 'go',
  about: {
    title: 'Go programs (build information)',
    source: 'https://pkg.go.dev/debug/buildinfo',
    reads: [
      'every ELF file, by its first bytes: the build information that Go 1.13 and later link into programs',
      'programs for Windows and macOS, by theirs, but for `*.dll`: that of Go 1.18 and later',
    ],
    limits: [
      'programs for AIX (XCOFF), programs for Windows and macOS made before Go 1.18 or without build information, other programs made before Go 1.13 and by gccgo',
      'which packages of a module were linked: all advisories of the module apply',
      'a module replaced by a local folder, and a main module without a tag, have the version `(devel)`, which cannot be compared; where the linker was told the version (as in Kubernetes, containerd, Helm, Istio, Traefik) it is found, and `likely`',
      'etcd and CoreDNS built from a working tree: their versions are constants that nothing tells from other texts',
      'libraries that cgo links in statically',
      'programs inside archives, and compressed ones (UPX), which are reported as gaps',
    ],
  },
  maxBytes: 8 * 1024 ** 3,
  wants: (file) => isElf(file.head) || (isForeignProgram(file.head) && !/\.dll$/i.test(file.path)),
  read(file: LayerFile) {
    const result = readGoBuildInfo(file.content);
    if (result.kind === 'absent') return { items: [], gaps: [] };
    if (result.kind === 'unreadable') return { items: [], gaps: [toGap(file, result.code, result.detail)] };
    const { goVersion, modules, damaged } = result.info;
    const { items, gaps } = readModules(modules, { unit, path: file.path });
    const packages = [...withLinkedVersion(items, modules, file), toStandardLibrary(goVersion, file.path)];
    return {
      items: damaged ? packages.map((one) => ({ ...one, certainty: 'likely' as const })) : packages,
      gaps: [...gaps, ...(damaged ? [toGap(file, 'go-build-info-damaged', damage)] : [])],
    };
  },
});

/** The main module comes first where there is one; what stands for a folder in place of a dependency says nothing of the program. */
function withLinkedVersion(items: readonly Package[], modules: string, { content }: LayerFile): readonly Package[] {
  const [main, ...others] = items;
  const isUnversioned = main?.version === '(devel)' && modules.includes(`mod\t${main.name}\t`);
  const version = isUnversioned ? findLinkedVersion(content, { module: main.name, modules }) : undefined;
  return main && version !== undefined ? [{ ...main, version }, ...others] : items;
}

const damage =
  'the mark of the Go build information is overwritten; what is listed was found behind it and may have been changed too';

function toGap(file: LayerFile, code: string, detail: string): Gap {
  return { code, unit, path: file.path, detail };
}
