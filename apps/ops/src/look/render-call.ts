import type { ToldCall } from '@recordings/call-questions';
import { renderTable } from '../output/render-table.ts';

/** The state of a call and its timeline. */
export const renderCall = ({ record, status, timeline }: ToldCall): string => {
  const facts: [string, string | undefined][] = [
    ['call', `${record.callId} of tenant ${record.tenantId}`],
    ['group', record.groupId],
    ['line', record.lineOfBusiness],
    ['started', record.callTimestamp],
    ['state', `${status.lists.join(', ') || status.state}, since ${status.since}`],
    ['why', status.why],
    ['next', status.next],
    ['recording', record.location && `s3://${record.location.bucket}/${record.location.key}`],
  ];
  const rows = facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
  return [renderTable(factColumns, rows), '', renderTable(timelineColumns, timeline)].join('\n');
};

const factColumns = [
  { title: '', width: 10, read: ([name]: [string, string]) => name },
  { title: '', width: 86, read: ([, value]: [string, string]) => value },
];

type Entry = ToldCall['timeline'][number];
const timelineColumns = [
  { title: 'AT', width: 24, read: ({ at }: Entry) => at },
  { title: 'BY', width: 18, read: ({ by }: Entry) => by },
  { title: 'WHAT', width: 52, read: ({ what }: Entry) => what },
];
