import type { AudioLink } from '../call-record.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { cutText } from '../item-size.ts';

/** UTF-8 bytes of the name of who asked. */
const MAX_NAME_BYTES = 256;

/**
 * Records that a link to the call's stored audio is issued. Two links to one caller at the same time are two entries, so
 * it is not repeatable: write it before each link is given out.
 */
export const recordAudioLink =
  (link: Omit<AudioLink, 'at'>, context: ChangeContext): Transition<'recorded' | 'not stored'> =>
  (current) => {
    if (!current?.s3Stored) return { result: 'not stored' };
    const after = {
      ...current,
      audioLinkCount: (current.audioLinkCount ?? 0) + 1,
      lastAudioLink: { ...link, by: cutText(link.by, MAX_NAME_BYTES), at: context.now },
    };
    return changeTo(current, after, 'audio link issued', context, 'recorded');
  };
