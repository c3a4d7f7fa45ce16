// Written by `npm run docs` from docs/openapi.json.
export interface paths {
    "/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List calls of a time range by state
         * @description Oldest first. A page may be empty and still have a cursor: ask on until there is none.
         */
        get: operations["findCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{tenantId}/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything about one call
         * @description The record, its state and its history in words. `audio=link` needs the scope `audio:read` too.
         */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/completeness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How complete each hour of a group is
         * @description Counts of closed hours. A percentage is given only where a listing of OCP confirms the hour.
         */
        get: operations["readCompleteness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand in CDR events
         * @description The body may be compressed (gzip, deflate, br). 200 means that every event is durable.
         */
        post: operations["recordEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand in a recording as a form
         * @description Send the fields before the file. A field may be repeated with an equal value. 201, 200 and 202 mean that the bytes are durable.
         */
        post: operations["pushRecordingForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recordings/{tenantId}/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Hand in a recording as the body
         * @description 201, 200 and 202 mean that the bytes are durable.
         */
        put: operations["putRecording"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An error, in the form of RFC 9457 */
        Problem: {
            /** @description `urn:recordings:problem:` and the code */
            type: string;
            title: string;
            status: number;
            /** @description What is wrong with this request, for a person */
            detail: string;
            /** @description Names the request in our logs */
            instance?: string;
            /** @description Stable: programs may compare it */
            code: string;
            /** @description The same text as `detail` */
            message: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    findCalls: {
        parameters: {
            query: {
                /** @description The tenant of the calls */
                tenant: string;
                /** @description Only calls of this OCP group */
                group?: string;
                /** @description Calls that started at this time or later */
                from: string;
                /** @description Calls that started before this time; at most 92 days after `from` */
                to: string;
                /** @description Only calls of this list */
                state?: "missing" | "given-up" | "quarantined" | "stored" | "explained";
                /** @description Only calls of this line of business */
                lob?: string;
                /** @description Calls of one page, at most 500 */
                limit?: number;
                /** @description `cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of calls */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        calls: {
                            tenantId: string;
                            callId: string;
                            groupId?: string;
                            lineOfBusiness?: string;
                            callTimestamp: string;
                            durationMs?: number;
                            /** @enum {string} */
                            callStatus: "ACTIVE" | "FINISHED_IVR" | "FINISHED_AGENT" | "COMPLETED";
                            hasCdrEnd: boolean;
                            callEndTimestamp?: string;
                            cdrEndReceivedAt?: string;
                            createdAt: string;
                            s3Stored: boolean;
                            s3StoredAt?: string;
                            /** @enum {string} */
                            ingestionSource?: "REALTIME" | "RECONCILIATION";
                            /** @enum {string} */
                            reconciliationStatus?: "pending" | "queued" | "in_progress" | "completed" | "failed" | "given_up";
                            reconciliationAttempts: number;
                            lastReconciliationAt?: string;
                            nextReconciliationAt?: string;
                            reconciliationId?: string;
                            recoverableUntil: string;
                            outcome?: {
                                code: string;
                                message: string;
                                retryable: boolean;
                                at: string;
                                evidence?: {
                                    rule?: string;
                                    rulesVersion?: number;
                                    groupVersion?: string;
                                    exportJobId?: string;
                                    listing?: string;
                                    listedAt?: string;
                                    sha256?: string;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            lastQuarantined?: {
                                reason: string;
                                at: string;
                            } & {
                                [key: string]: unknown;
                            };
                            /**
                             * @description The first of `lists`
                             * @enum {string}
                             */
                            state: "missing" | "given-up" | "quarantined" | "stored" | "explained";
                            /** @description Every list that the call is in */
                            readonly lists: ("missing" | "given-up" | "quarantined" | "stored" | "explained")[];
                            /** @description The code of the last outcome or rejection */
                            code?: string;
                            /** @description Why the call is in this state */
                            why: string;
                            /** @description Since when it is */
                            since: string;
                            /** @description What happens next */
                            next: string;
                        }[];
                        /** @description Calls of this page that were left out, because their items cannot be read */
                        unreadable: number;
                        /** @description Ask with it for the next page, also if this one is empty; absent on the last page */
                        cursor?: string;
                    };
                };
            };
            /** @description CURSOR_INVALID, QUESTION_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED: no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SCOPE_MISSING: the credential lacks the scope, TENANT_FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_MANY_FAILED_KEYS: the address sent too many refused keys. Wait as `Retry-After` says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TRY_AGAIN: nothing is lost if you send the request again. Wait as `Retry-After` says */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCall: {
        parameters: {
            query?: {
                /** @description `link` adds a link to the recording */
                audio?: "link";
            };
            header?: never;
            path: {
                tenantId: string;
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenantId: string;
                        callId: string;
                        groupId?: string;
                        conversationId?: string;
                        lineOfBusiness?: string;
                        customerId?: string;
                        channel?: string;
                        direction?: string;
                        callTimestamp: string;
                        callEndTimestamp?: string;
                        durationMs?: number;
                        duration?: number;
                        exitStatus?: string;
                        ivrResult?: string;
                        technical?: {
                            connectionId?: string;
                            deviceType?: string;
                            accountId?: string;
                            endType?: string;
                            kvps?: {
                                [key: string]: string;
                            };
                        } & {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        callStatus: "ACTIVE" | "FINISHED_IVR" | "FINISHED_AGENT" | "COMPLETED";
                        hasCdrEnd: boolean;
                        cdrEndReceivedAt?: string;
                        audioReceived: boolean;
                        audioReceivedAt?: string;
                        audioProcessed: boolean;
                        audioProcessedAt?: string;
                        s3Stored: boolean;
                        s3StoredAt?: string;
                        audioUrl?: string;
                        location?: {
                            bucket: string;
                            key: string;
                        } & {
                            [key: string]: unknown;
                        };
                        locationLineOfBusiness?: string;
                        audio?: {
                            rulesVersion?: number;
                            businessRules?: ({
                                name: string;
                                version: number;
                                effect: string;
                                isMet: boolean;
                                detail?: string;
                            } & {
                                [key: string]: unknown;
                            })[];
                            codec: string;
                            channels: number;
                            sampleRateHz: number;
                            durationMs: number;
                            bytes: number;
                            sha256: string;
                            flags: string[];
                            silentTailMs?: number;
                            trailingBytes?: number;
                        } & {
                            [key: string]: unknown;
                        };
                        audioFlags?: string[];
                        lastAudioLink?: {
                            by: string;
                            at: string;
                            validUntil: string;
                        } & {
                            [key: string]: unknown;
                        };
                        audioLinkCount?: number;
                        quarantined?: ({
                            rulesVersion?: number;
                            businessRules?: ({
                                name: string;
                                version: number;
                                effect: string;
                                isMet: boolean;
                                detail?: string;
                            } & {
                                [key: string]: unknown;
                            })[];
                            key: string;
                            reason: string;
                            sha256: string;
                            at: string;
                            sizeBytes?: number;
                            recordingId?: string;
                            downloadedFrom?: string[];
                            audio?: {
                                codec: string;
                                channels: number;
                                sampleRateHz: number;
                                durationMs: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } & {
                            [key: string]: unknown;
                        })[];
                        quarantinedCount?: number;
                        lastQuarantined?: {
                            reason: string;
                            at: string;
                        } & {
                            [key: string]: unknown;
                        };
                        lastDismissal?: {
                            by: string;
                            reason: string;
                            at: string;
                        } & {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        ingestionSource?: "REALTIME" | "RECONCILIATION";
                        /** @enum {string} */
                        reconciliationStatus?: "pending" | "queued" | "in_progress" | "completed" | "failed" | "given_up";
                        reconciliationShard?: string;
                        reconciliationAttempts: number;
                        reconciliationFaults?: number;
                        askedRanges?: number;
                        hasDoubtedRange?: boolean;
                        lastReconciliationAt?: string;
                        nextReconciliationAt?: string;
                        reconciliationId?: string;
                        isListed?: boolean;
                        exportJobId?: string;
                        outcome?: {
                            code: string;
                            message: string;
                            retryable: boolean;
                            at: string;
                            evidence?: {
                                rule?: string;
                                rulesVersion?: number;
                                groupVersion?: string;
                                exportJobId?: string;
                                listing?: string;
                                listedAt?: string;
                                sha256?: string;
                            } & {
                                [key: string]: unknown;
                            };
                        } & {
                            [key: string]: unknown;
                        };
                        errorDetails?: {
                            code: string;
                            message: string;
                        } & {
                            [key: string]: unknown;
                        };
                        ocpMetadata?: {
                            duration?: number;
                            channels?: number;
                            sampleRate?: number;
                            format?: string;
                            agentId?: string;
                            queueName?: string;
                        } & {
                            [key: string]: unknown;
                        };
                        listedUntil?: string;
                        fetchedUntil?: string;
                        listedRange?: {
                            from: string;
                            to: string;
                        } & {
                            [key: string]: unknown;
                        };
                        recoverableUntil: string;
                        lastManualAction?: {
                            what: string;
                            by: string;
                            reason: string;
                            at: string;
                            recoverableUntil?: string;
                            sha256?: string;
                        } & {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        recoveredBy?: "automatic" | "manual";
                        isDiscovered?: boolean;
                        movingTo?: {
                            tenantId: string;
                            at: string;
                            location?: {
                                bucket: string;
                                key: string;
                            } & {
                                [key: string]: unknown;
                            };
                            lineOfBusiness?: string;
                        } & {
                            [key: string]: unknown;
                        };
                        movedTo?: {
                            tenantId: string;
                            at: string;
                        } & {
                            [key: string]: unknown;
                        };
                        movedFrom?: ({
                            tenantId: string;
                            at: string;
                        } & {
                            [key: string]: unknown;
                        })[];
                        superseded?: ({
                            bucket: string;
                            key: string;
                            sha256?: string;
                            at: string;
                            why: string;
                        } & {
                            [key: string]: unknown;
                        })[];
                        facts: {
                            start?: {
                                groupId?: string;
                                unknownGroupId?: string;
                                conversationId?: string;
                                app?: string;
                                customerId?: string;
                                channel?: string;
                                direction?: string;
                                isTest?: boolean;
                                startedAt?: string;
                                otherStarts?: string[];
                                startedBefore?: string;
                                impossibleStartedAt?: string;
                                endedAt?: string;
                                durationMs?: number;
                                exitStatus?: string;
                                ivrResult?: string;
                                connectionId?: string;
                                deviceType?: string;
                                accountId?: string;
                                endType?: string;
                                kvps?: {
                                    [key: string]: string;
                                };
                                otherFields?: {
                                    [key: string]: string;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            ivrEnd?: {
                                groupId?: string;
                                unknownGroupId?: string;
                                conversationId?: string;
                                app?: string;
                                customerId?: string;
                                channel?: string;
                                direction?: string;
                                isTest?: boolean;
                                startedAt?: string;
                                otherStarts?: string[];
                                startedBefore?: string;
                                impossibleStartedAt?: string;
                                endedAt?: string;
                                durationMs?: number;
                                exitStatus?: string;
                                ivrResult?: string;
                                connectionId?: string;
                                deviceType?: string;
                                accountId?: string;
                                endType?: string;
                                kvps?: {
                                    [key: string]: string;
                                };
                                otherFields?: {
                                    [key: string]: string;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            end?: {
                                groupId?: string;
                                unknownGroupId?: string;
                                conversationId?: string;
                                app?: string;
                                customerId?: string;
                                channel?: string;
                                direction?: string;
                                isTest?: boolean;
                                startedAt?: string;
                                otherStarts?: string[];
                                startedBefore?: string;
                                impossibleStartedAt?: string;
                                endedAt?: string;
                                durationMs?: number;
                                exitStatus?: string;
                                ivrResult?: string;
                                connectionId?: string;
                                deviceType?: string;
                                accountId?: string;
                                endType?: string;
                                kvps?: {
                                    [key: string]: string;
                                };
                                otherFields?: {
                                    [key: string]: string;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            recording?: {
                                groupId?: string;
                                unknownGroupId?: string;
                                conversationId?: string;
                                app?: string;
                                customerId?: string;
                                channel?: string;
                                direction?: string;
                                isTest?: boolean;
                                startedAt?: string;
                                otherStarts?: string[];
                                startedBefore?: string;
                                impossibleStartedAt?: string;
                                endedAt?: string;
                                durationMs?: number;
                                exitStatus?: string;
                                ivrResult?: string;
                                connectionId?: string;
                                deviceType?: string;
                                accountId?: string;
                                endType?: string;
                                kvps?: {
                                    [key: string]: string;
                                };
                                otherFields?: {
                                    [key: string]: string;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            discovered?: {
                                groupId?: string;
                                unknownGroupId?: string;
                                conversationId?: string;
                                app?: string;
                                customerId?: string;
                                channel?: string;
                                direction?: string;
                                isTest?: boolean;
                                startedAt?: string;
                                otherStarts?: string[];
                                startedBefore?: string;
                                impossibleStartedAt?: string;
                                endedAt?: string;
                                durationMs?: number;
                                exitStatus?: string;
                                ivrResult?: string;
                                connectionId?: string;
                                deviceType?: string;
                                accountId?: string;
                                endType?: string;
                                kvps?: {
                                    [key: string]: string;
                                };
                                otherFields?: {
                                    [key: string]: string;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                            other?: {
                                groupId?: string;
                                unknownGroupId?: string;
                                conversationId?: string;
                                app?: string;
                                customerId?: string;
                                channel?: string;
                                direction?: string;
                                isTest?: boolean;
                                startedAt?: string;
                                otherStarts?: string[];
                                startedBefore?: string;
                                impossibleStartedAt?: string;
                                endedAt?: string;
                                durationMs?: number;
                                exitStatus?: string;
                                ivrResult?: string;
                                connectionId?: string;
                                deviceType?: string;
                                accountId?: string;
                                endType?: string;
                                kvps?: {
                                    [key: string]: string;
                                };
                                otherFields?: {
                                    [key: string]: string;
                                };
                            } & {
                                [key: string]: unknown;
                            };
                        } & {
                            [key: string]: unknown;
                        };
                        history: ({
                            at: string;
                            what: string;
                            by: string;
                            detail: {
                                [key: string]: unknown;
                            };
                        } & {
                            [key: string]: unknown;
                        })[];
                        createdAt: string;
                        updatedAt: string;
                        schemaVersion: number;
                        revision: number;
                        /** @description The call’s state, why, since when, and what happens next */
                        status: {
                            /**
                             * @description The first of `lists`
                             * @enum {string}
                             */
                            state: "missing" | "given-up" | "quarantined" | "stored" | "explained";
                            /** @description Every list that the call is in */
                            readonly lists: ("missing" | "given-up" | "quarantined" | "stored" | "explained")[];
                            /** @description The code of the last outcome or rejection */
                            code?: string;
                            /** @description Why the call is in this state */
                            why: string;
                            /** @description Since when it is */
                            since: string;
                            /** @description What happens next */
                            next: string;
                        };
                        /** @description The history in words */
                        timeline: {
                            at: string;
                            /** @description The service that made the change */
                            by: string;
                            /** @description The name of the entry in the history */
                            event: string;
                            /** @description What happened, in words */
                            what: string;
                        }[];
                        /**
                         * Format: uri
                         * @description A link to the recording, valid for 15 minutes; with `audio=link` only
                         */
                        audioLink?: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description UNAUTHENTICATED: no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SCOPE_MISSING: the credential lacks the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CALL_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_MANY_FAILED_KEYS: the address sent too many refused keys. Wait as `Retry-After` says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TRY_AGAIN: nothing is lost if you send the request again. Wait as `Retry-After` says */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCompleteness: {
        parameters: {
            query: {
                /** @description The tenant of the calls */
                tenant: string;
                /** @description Only this OCP group */
                group?: string;
                /** @description The first hour */
                from: string;
                /** @description The end of the last hour; at most 31 days after `from` */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts by group and hour */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenant: string;
                        from: string;
                        to: string;
                        /** @description Hours from here on are not counted yet: an hour is counted two hours after its end. Absent: none is */
                        countedUntil?: string;
                        /** @description Hours of the range */
                        hours: number;
                        /** @description Those of them that are open, or not counted yet */
                        uncountedHours: number;
                        groups: {
                            calls: number;
                            stored: number;
                            explained: number;
                            pending: number;
                            givenUp: number;
                            quarantined: number;
                            unreadable: number;
                            /** @description Absent: calls that name no group. `#other-groups`: groups that the registry lacks, beyond the first 100 of an hour */
                            group?: string;
                            /** @description As of an hour; `unconfirmed` if an hour of the range is open or unconfirmed */
                            completeness: number | "unconfirmed";
                            /** @description Hours of the range that a listing of OCP confirms, and that do not wait to be counted again */
                            confirmedHours: number;
                        }[];
                        /** @description Hours without a call of the group are left out, unless a listing confirms them */
                        byHour: {
                            calls: number;
                            stored: number;
                            explained: number;
                            pending: number;
                            givenUp: number;
                            quarantined: number;
                            unreadable: number;
                            /** @description The beginning of the hour */
                            hour: string;
                            /** @description Absent: calls that name no group. `#other-groups`: groups that the registry lacks, beyond the first 100 of an hour */
                            group?: string;
                            /** @description Stored recordings, in per cent of the expected ones; `unconfirmed` unless a trusted and complete listing of OCP confirms which recordings there are, and while a changed hour waits to be counted again */
                            completeness: number | "unconfirmed";
                            /** @description Recordings of the hour that the listing of OCP had */
                            listed?: number;
                        }[];
                    };
                };
            };
            /** @description QUESTION_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED: no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SCOPE_MISSING: the credential lacks the scope, TENANT_FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_MANY_FAILED_KEYS: the address sent too many refused keys. Wait as `Retry-After` says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TRY_AGAIN: nothing is lost if you send the request again. Wait as `Retry-After` says */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One event, an array of events, or one event a line */
        requestBody: {
            content: {
                "application/json": ({
                    /** @description `CDR_START`, `IVR_END` or `CDR_END` */
                    eventType?: string;
                    /** @description `dialog_start`, `dialog_step` or `dialog_end`: the other vocabulary of OCP */
                    message_type?: string;
                } & {
                    [key: string]: unknown;
                }) | ({
                    /** @description `CDR_START`, `IVR_END` or `CDR_END` */
                    eventType?: string;
                    /** @description `dialog_start`, `dialog_step` or `dialog_end`: the other vocabulary of OCP */
                    message_type?: string;
                } & {
                    [key: string]: unknown;
                })[];
                "application/x-ndjson": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description Every event is durable */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description They changed the record of their call */
                        recorded: number;
                        /** @description The record had them already */
                        repeated: number;
                        /** @description They are not about the lifecycle of a call */
                        ignored: number;
                        /** @description They cannot be read, and are kept in quarantine */
                        quarantined: number;
                        /** @description They belong to another tenant, and are kept in quarantine */
                        refused: number;
                    };
                };
            };
            /** @description EVENTS_MISSING */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED: no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SCOPE_MISSING: the credential lacks the scope, TENANT_FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_SLOW */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_LARGE, EVENTS_TOO_LARGE, EVENTS_TOO_MANY */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description EVENTS_NOT_TEXT, EVENTS_UNDECODABLE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_MANY_FAILED_KEYS: the address sent too many refused keys. Wait as `Retry-After` says, TOO_MANY_EVENT_REQUESTS */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TRY_AGAIN: nothing is lost if you send the request again. Wait as `Retry-After` says, MEMORY_FULL */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pushRecordingForm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Fields, then one file */
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description The call id. Without it the name of the file must give it */
                    callId?: string;
                    /** @description The OCP group name */
                    groupId?: string;
                    tenantId?: string;
                    /** @description OCP’s id of the conversation */
                    conversationId?: string;
                    /** @description The start of the call: ISO 8601 or epoch */
                    callTimestamp?: string;
                    /** @description SHA-256 of the recording, in hex or Base64 */
                    sha256?: string;
                    /** @description The recording, behind the fields */
                    file: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The same recording was stored before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenantId: string;
                        /** @description The call id; or an id of ours, if the bytes name no call */
                        callId: string;
                        /** @enum {string} */
                        status: "stored" | "stored before" | "quarantined";
                        /** @description Of the received bytes, in lower-case hex */
                        sha256: string;
                        /** @description Why the bytes are in quarantine; else empty */
                        reason: string;
                    };
                };
            };
            /** @description The recording is stored */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenantId: string;
                        /** @description The call id; or an id of ours, if the bytes name no call */
                        callId: string;
                        /** @enum {string} */
                        status: "stored" | "stored before" | "quarantined";
                        /** @description Of the received bytes, in lower-case hex */
                        sha256: string;
                        /** @description Why the bytes are in quarantine; else empty */
                        reason: string;
                    };
                };
            };
            /** @description The bytes were rejected and are kept in quarantine; `reason` says why. Do not send them again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenantId: string;
                        /** @description The call id; or an id of ours, if the bytes name no call */
                        callId: string;
                        /** @enum {string} */
                        status: "stored" | "stored before" | "quarantined";
                        /** @description Of the received bytes, in lower-case hex */
                        sha256: string;
                        /** @description Why the bytes are in quarantine; else empty */
                        reason: string;
                    };
                };
            };
            /** @description CALL_UNIDENTIFIED, CHECKSUM_INVALID, CHECKSUM_MISMATCH, FILE_MISSING, FORM_INVALID, UPLOAD_BROKEN_OFF */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED: no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SCOPE_MISSING: the credential lacks the scope, TENANT_FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_SLOW */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RECORDING_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORM_EXPECTED */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_MANY_FAILED_KEYS: the address sent too many refused keys. Wait as `Retry-After` says, TOO_MANY_UPLOADS */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TRY_AGAIN: nothing is lost if you send the request again. Wait as `Retry-After` says, MEMORY_FULL, OVERLOADED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putRecording: {
        parameters: {
            query?: never;
            header?: {
                /** @description The OCP group name */
                "X-Group-Id"?: string;
                /** @description OCP’s id of the conversation */
                "X-Conversation-Id"?: string;
                /** @description The start of the call: ISO 8601 or epoch */
                "X-Call-Timestamp"?: string;
                /** @description SHA-256 of the recording, in hex or Base64 */
                "X-Checksum-SHA256"?: string;
                /** @description RFC 9530 */
                "Content-Digest"?: string;
                /** @description RFC 9530 */
                "Repr-Digest"?: string;
            };
            path: {
                tenantId: string;
                callId: string;
            };
            cookie?: never;
        };
        /** @description The recording itself */
        requestBody: {
            content: {
                "audio/*": unknown;
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description The same recording was stored before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenantId: string;
                        /** @description The call id; or an id of ours, if the bytes name no call */
                        callId: string;
                        /** @enum {string} */
                        status: "stored" | "stored before" | "quarantined";
                        /** @description Of the received bytes, in lower-case hex */
                        sha256: string;
                        /** @description Why the bytes are in quarantine; else empty */
                        reason: string;
                    };
                };
            };
            /** @description The recording is stored */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenantId: string;
                        /** @description The call id; or an id of ours, if the bytes name no call */
                        callId: string;
                        /** @enum {string} */
                        status: "stored" | "stored before" | "quarantined";
                        /** @description Of the received bytes, in lower-case hex */
                        sha256: string;
                        /** @description Why the bytes are in quarantine; else empty */
                        reason: string;
                    };
                };
            };
            /** @description The bytes were rejected and are kept in quarantine; `reason` says why. Do not send them again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenantId: string;
                        /** @description The call id; or an id of ours, if the bytes name no call */
                        callId: string;
                        /** @enum {string} */
                        status: "stored" | "stored before" | "quarantined";
                        /** @description Of the received bytes, in lower-case hex */
                        sha256: string;
                        /** @description Why the bytes are in quarantine; else empty */
                        reason: string;
                    };
                };
            };
            /** @description CALL_UNIDENTIFIED, CHECKSUM_INVALID, CHECKSUM_MISMATCH, UPLOAD_BROKEN_OFF */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAUTHENTICATED: no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SCOPE_MISSING: the credential lacks the scope, TENANT_FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description BODY_TOO_SLOW */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RECORDING_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RECORDING_EXPECTED */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_MANY_FAILED_KEYS: the address sent too many refused keys. Wait as `Retry-After` says, TOO_MANY_UPLOADS */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TRY_AGAIN: nothing is lost if you send the request again. Wait as `Retry-After` says, MEMORY_FULL, OVERLOADED */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
