/**
 * Trove classifiers that name one license, as SPDX spells it. Those that leave the version or the wording open (`BSD License`,
 * `Apache Software License`, `GNU General Public License (GPL)`) are left out.
 *
 * source  PyPI's list of classifiers; SPDX license list 3.25; PEP 639, "Mapping license classifiers to SPDX identifiers"
 */
const licenses: ReadonlyMap<string, string> = new Map([
  ['Apache Software License 2.0', 'Apache-2.0'],
  ['Boost Software License 1.0 (BSL-1.0)', 'BSL-1.0'],
  ['CEA CNRS Inria Logiciel Libre License, version 2.1 (CeCILL-2.1)', 'CECILL-2.1'],
  ['Common Development and Distribution License 1.0 (CDDL-1.0)', 'CDDL-1.0'],
  ['Eclipse Public License 1.0 (EPL-1.0)', 'EPL-1.0'],
  ['Eclipse Public License 2.0 (EPL-2.0)', 'EPL-2.0'],
  ['European Union Public Licence 1.1 (EUPL 1.1)', 'EUPL-1.1'],
  ['European Union Public Licence 1.2 (EUPL 1.2)', 'EUPL-1.2'],
  ['GNU Affero General Public License v3', 'AGPL-3.0-only'],
  ['GNU Affero General Public License v3 or later (AGPLv3+)', 'AGPL-3.0-or-later'],
  ['GNU General Public License v2 (GPLv2)', 'GPL-2.0-only'],
  ['GNU General Public License v2 or later (GPLv2+)', 'GPL-2.0-or-later'],
  ['GNU General Public License v3 (GPLv3)', 'GPL-3.0-only'],
  ['GNU General Public License v3 or later (GPLv3+)', 'GPL-3.0-or-later'],
  ['GNU Lesser General Public License v2 (LGPLv2)', 'LGPL-2.0-only'],
  ['GNU Lesser General Public License v2 or later (LGPLv2+)', 'LGPL-2.0-or-later'],
  ['GNU Lesser General Public License v3 (LGPLv3)', 'LGPL-3.0-only'],
  ['GNU Lesser General Public License v3 or later (LGPLv3+)', 'LGPL-3.0-or-later'],
  ['Historical Permission Notice and Disclaimer (HPND)', 'HPND'],
  ['ISC License (ISCL)', 'ISC'],
  ['MIT License', 'MIT'],
  ['MIT No Attribution License (MIT-0)', 'MIT-0'],
  ['Mozilla Public License 1.1 (MPL 1.1)', 'MPL-1.1'],
  ['Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2.0'],
  ['The Unlicense (Unlicense)', 'Unlicense'],
  ['Universal Permissive License (UPL)', 'UPL-1.0'],
  ['University of Illinois/NCSA Open Source License', 'NCSA'],
  ['zlib/libpng License', 'Zlib'],
]);

const prefix = /^License :: OSI Approved :: /;

/**
 * The license that classifiers declare, as an SPDX expression.
 *
 * in      classifiers, one a line
 * out     several stand for a choice; undefined when there is none, or one of them does not name a license exactly
 */
export function licenseOfClassifiers(text: string): string | undefined {
  const stated = text.split('\n').filter((line) => prefix.test(line));
  const known = stated.map((line) => licenses.get(line.replace(prefix, '')));
  return known.length > 0 && !known.includes(undefined) ? [...new Set(known)].join(' OR ') : undefined;
}
