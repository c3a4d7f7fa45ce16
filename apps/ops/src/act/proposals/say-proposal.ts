import { shortTime } from '../../output/short-time.ts';
import type { Proposed } from './proposal.ts';

/** What would be done, in a few words. */
export const sayProposed = (proposed: Proposed): string => {
  switch (proposed.command) {
    case 'rerun':
      return `rerun of ${proposed.calls} calls`;
    case 'dlq discard':
      return `dlq discard of ${proposed.messages} messages of ${proposed.options.queue}`;
    case 'quarantine discard':
      return `quarantine discard of ${proposed.objects} ${proposed.options.kind}`;
    case 'budget':
      return `budget of ${proposed.options.maxRequests} requests until ${shortTime(proposed.options.until)}`;
    default:
      return proposed satisfies never;
  }
};
