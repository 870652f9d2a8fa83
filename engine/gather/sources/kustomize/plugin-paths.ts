import { posix } from 'node:path/posix';

/** Fields that list resources which configure plugins, inline or by path. */
export const pluginFields = ['generators', 'transformers', 'validators'] as const;

/** More than any plugin is told; characters. */
const maxText = 256 * 1024;
const maxPath = 256;

/** What a plugin's configuration may name. */
export interface PluginPaths {
  readonly paths: readonly string[];
  /** False where the text is too long to be looked through. */
  readonly isWhole: boolean;
}

/**
 * Every path that a plugin's configuration may name. Which of its fields are paths only the plugin knows, so every word counts.
 *
 * in      YAML; the folder of the kustomization that uses the plugin, which paths in it are relative to
 * source  https://github.com/kubernetes-sigs/kustomize/blob/master/examples/configureBuiltinPlugin.md
 */
export function pluginPaths(text: string, folder: string): PluginPaths {
  const words = new Set(text.slice(0, maxText).match(/[^\s"'`,=[\]{}|>]+/g));
  const relative = [...words].filter((word) => word.length < maxPath && !posix.isAbsolute(word));
  return { paths: relative.map((word) => posix.join(folder, word)), isWhole: text.length <= maxText };
}
