import type { OcpMetadata } from '@recordings/call-record';
import type { OcpRecording } from '@recordings/reconciliation';
import type { Listing } from './read-listing.ts';

/**
 * Adds what OCP says with the status of a job to the recording that it is of. That is known only if the job has one
 * recording: of several, each has its own duration and agent. What the listing says of the recording wins.
 */
export const addJobMetadata = (listing: Listing, ocpMetadata: OcpMetadata | undefined): Listing => {
  if (ocpMetadata === undefined || listing.incompleteBecause !== undefined) return listing;
  const [first, ...otherCalls] = listing.recordings;
  if (first === undefined || otherCalls.length > 0) return listing;
  const [callId, [only, ...others]] = first;
  if (only === undefined || others.length > 0) return listing;
  return { ...listing, recordings: new Map([[callId, [withMetadata(only, ocpMetadata)]]]) };
};

const withMetadata = (recording: OcpRecording, ocpMetadata: OcpMetadata): OcpRecording => ({
  ...recording,
  ocpMetadata: { ...ocpMetadata, ...definedOf(recording.ocpMetadata) },
});

const definedOf = (metadata: OcpMetadata = {}): OcpMetadata =>
  Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
