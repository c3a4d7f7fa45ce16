import type { ProbeFinding } from '@recordings/ocp-client';
import { renderTable } from '../output/render-table.ts';
import type { Probed } from './probe-ocp.ts';

/** What a probe found, for people. */
export const renderProbe = (
  { profile, fitting, findings, requests, isBusy, isCreated, isWhole, folder }: Probed,
  group: string,
): string =>
  [
    `Probe of ${group} in the form of export profile ${profile}: ${requests} requests, kept in ${folder}`,
    '',
    ...findings.flatMap(sayFinding),
    ...(fitting === undefined
      ? []
      : [
          `OCP takes the requests of profile ${fitting}.`,
          'Name it in exportProfile of the group, or change the settings above.',
        ]),
    ...(isBusy ? ['Another export uses the slot of the group. Run the probe again when it has ended.'] : []),
    ...(isCreated && !isWhole && findings.length === 0
      ? ['The range has no recording. Run the probe again with --from and --to of an hour with calls.']
      : []),
    ...(findings.length === 0 && isWhole ? ['Nothing differs from the export profile.'] : []),
  ].join('\n');

const columns = [
  { title: '', width: 10, read: ([name]: readonly [string, string]) => name },
  { title: '', width: 88, read: ([, text]: readonly [string, string]) => text },
];

const sayFinding = ({ setting, says, seen, set }: ProbeFinding): string[] => {
  const rows: (readonly [string, string])[] = [
    ['  profile', says],
    ['  seen', seen],
    ...(set === undefined ? [] : [['  set', set] as const]),
  ];
  return [setting, renderTable(columns, rows).replace(/^\s*\n/, ''), ''];
};
