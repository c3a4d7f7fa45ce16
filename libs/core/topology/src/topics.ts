import { queues } from './queues.ts';

export type SubscriptionShape = {
  readonly queue: string;
  /** SNS filter policy over message attributes. Without one the queue gets every message. */
  readonly filterPolicy?: Readonly<Record<string, readonly unknown[]>>;
};

export type TopicShape = {
  readonly name: string;
  readonly subscriptions: readonly SubscriptionShape[];
  /** The queue for messages that SNS could not deliver to a subscription. */
  readonly undelivered: string;
};

/** Subscriptions deliver raw: the SQS body is the published message itself. */
export const topics = {
  reconciliationEvents: {
    name: 'reconciliation-events',
    undelivered: 'reconciliation-events-undelivered',
    subscriptions: [
      { queue: queues.reconciliationHigh.name, filterPolicy: { priority: ['high'] } },
      { queue: queues.reconciliationLow.name, filterPolicy: { priority: ['low'] } },
      {
        // Every other priority, so that a message with an unknown priority or none is still worked on.
        queue: queues.reconciliationNormal.name,
        filterPolicy: { priority: [{ 'anything-but': ['high', 'low'] }, { exists: false }] },
      },
      { queue: queues.analytics.name },
      { queue: queues.audit.name },
    ],
  },
  recordingEvents: {
    name: 'recording-events',
    undelivered: 'recording-events-undelivered',
    subscriptions: [{ queue: queues.audit.name }],
  },
} as const satisfies Record<string, TopicShape>;
