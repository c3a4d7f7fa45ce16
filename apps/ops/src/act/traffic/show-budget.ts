import { epochMsOf, timestampOf } from '@recordings/call-record';
import { ordersInForce, type TrafficOrders, type TrafficPause } from '@recordings/reconciliation';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { type Column, renderTable } from '../../output/render-table.ts';
import { shortTime } from '../../output/short-time.ts';
import { openTraffic } from './open-traffic.ts';

/** Prints how many requests may reach OCP, and what people have ordered: who, why, until when. */
export const showBudget = async (ops: Ops, isJson: boolean): Promise<ExitStatus> => {
  const { host, limit, read } = openTraffic(await ops.open());
  const orders = ordersInForce(await read(), epochMsOf(ops.now()));
  const { maxRequests, periodMs } = limit;
  if (isJson) ops.terminal.say(JSON.stringify({ host, maxRequests, periodMs, ...orders }));
  else
    ops.terminal.say(
      [
        `At most ${maxRequests} requests in ${periodMs / 1_000} s reach ${host}.`,
        renderOrders(orders) || 'No person has paused or limited them.',
      ].join('\n'),
    );
  return exitStatus.done;
};

type Row = Omit<TrafficPause, 'group'> & { readonly what: string };

/** @returns a table of the orders, or an empty text if there are none. */
export const renderOrders = ({ pauses = [], limit }: TrafficOrders): string => {
  const rows: Row[] = [
    ...pauses.map((pause) => ({ ...pause, what: `pause of ${pause.group ?? 'all groups'}` })),
    ...(limit
      ? [
          {
            ...limit,
            by: [limit.by, limit.approvedBy].filter(Boolean).join(' and '),
            what: `at most ${limit.maxRequests} requests`,
          },
        ]
      : []),
  ];
  return rows.length === 0 ? '' : renderTable(columns, rows);
};

const columns: Column<Row>[] = [
  { title: 'ORDER', width: 26, read: ({ what }) => what },
  { title: 'UNTIL', width: 17, read: ({ untilMs }) => shortTime(timestampOf(untilMs)) },
  { title: 'BY', width: 22, read: ({ by }) => by },
  { title: 'WHY', width: 29, read: ({ reason }) => reason },
];
