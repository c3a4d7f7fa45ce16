import type { ChangedField, RegistryChange } from '@recordings/call-record';
import { type Column, renderTable } from '../../output/render-table.ts';
import type { Needs } from './find-needs.ts';

/** What differs, what must be there first, and what the change does not do by itself. */
export const renderDiff = (change: RegistryChange | undefined, needs: Needs): string =>
  [change ? renderChange(change) : 'Nothing differs.', renderNeeds(needs), ...sayFinalCalls(change)]
    .filter((text) => text !== '')
    .join('\n\n');

type Line = { readonly what: string; readonly names: string };

const line = (what: string, names: readonly string[]): Line[] =>
  names.length === 0 ? [] : [{ what, names: names.join(', ') }];

const renderLines = (lines: readonly Line[]): string =>
  lines.length === 0
    ? ''
    : renderTable(
        [
          { title: 'WHAT', width: 30, read: ({ what }: Line) => what },
          { title: 'NAMES', width: 66, read: ({ names }: Line) => names },
        ],
        lines,
      );

const renderChange = (change: RegistryChange): string =>
  [
    renderLines([
      ...line('groups added', change.groupsAdded),
      ...line('groups removed', change.groupsRemoved),
      ...line('tenants added', change.tenantsAdded),
      ...line('tenants removed', change.tenantsRemoved),
      ...line('lines of business added', change.linesOfBusinessAdded),
      ...line('lines of business removed', change.linesOfBusinessRemoved),
    ]),
    change.fields.length === 0 ? '' : renderTable(fieldColumns, change.fields),
  ]
    .filter((text) => text !== '')
    .join('\n\n');

const show = (value: unknown): string => (value === undefined ? '(none)' : JSON.stringify(value));

const fieldColumns: Column<ChangedField>[] = [
  { title: 'GROUP', width: 24, read: ({ group }) => group },
  { title: 'FIELD', width: 28, read: ({ field }) => field },
  { title: 'FROM', width: 20, read: ({ from }) => show(from) },
  { title: 'TO', width: 20, read: ({ to }) => show(to) },
];

const renderNeeds = ({ credentials, callbackHosts, buckets = [] }: Needs): string => {
  const lines = [
    ...buckets.map(({ bucket, fault }) => ({ what: 'bucket', names: `${bucket}: ${fault}` })),
    ...line('entries of OCP_CREDENTIALS', credentials),
    ...line('hosts of CALLBACK_HOSTS', callbackHosts),
  ];
  return lines.length === 0 ? '' : `Must be there before the new registry is used:\n${renderLines(lines)}`;
};

/** Fields by which a call can be final. */
const DECIDES_FINAL = /^(retentionDays|recording|unrecordedChannels)(\.|$)/;

const sayFinalCalls = (change: RegistryChange | undefined): string[] =>
  change?.fields.some(({ field }) => DECIDES_FINAL.test(field))
    ? [
        'Calls that are final by an old value stay so until they are derived again:\ndocs/failures-and-recovery.md, "Corrections of the registry".',
      ]
    : [];
