/** Numbers that several places must agree on. */

/** AWS ends an execution whose history reaches 25,000 events, and nothing can catch that (Step Functions quotas). */
export const HISTORY_LIMIT = 25_000;
/** What a plan may use; what lies between this and the limit is for retries and for the way back. */
export const HISTORY_BUDGET = 20_000;
/** What a plan may cost whose pace is not the request's own: ten cents. A loop that looks each minute enters more states in a day: 4,320. */
export const TRANSITION_BUDGET = 4_000;

/** A task state waits so long for its function … */
export const STATE_TIMEOUT_SECONDS = 60;
/** … whose own limit is shorter, so that no function outlives the state that gave it up … */
export const FUNCTION_TIMEOUT_SECONDS = 45;
/** … and each AWS call within it shorter still. */
export const CALL_TIMEOUT_SECONDS = 5;

export const MAXIMUM_TARGETS = 10;
/** A person who is waited for has a day. */
export const TIMEOUT_SECONDS = 86_400;
export const SECONDS_PER_YEAR = 31_536_000;
/** CodePipeline gives up on an action after seven days (its quotas). */
export const PIPELINE_SECONDS = 604_800;
/** A value in the configuration of a CodePipeline action has at most so many characters (ActionConfigurationValue). */
export const MAXIMUM_PIPELINE_VALUE = 1000;
/** An execution's name has 80 characters; CodePipeline's action adds a hyphen and a UUID of 36 to a prefix. */
export const MAXIMUM_NAME_PREFIX = 43;
/** Of Standard workflows in most regions, beyond what is free (Step Functions pricing). */
export const DOLLARS_PER_TRANSITION = 0.000_025;

/** CloudWatch's DescribeAlarms takes at most 100 names a call; a request names no more. */
export const MAXIMUM_ALARMS = 100;

/** A step that cannot tell goes on for at most so long beyond its bake time, then the deployment rolls back; unless the request says otherwise. */
export const MAXIMUM_EXTENSION_SECONDS = 3600;

/** AWS/States shows a minute about so long after its end; some minutes come later. */
export const METRIC_DELAY_SECONDS = 60;
/**
 * Alarms cannot know sooner what happens at a new weight: a minute must end, AWS/States reports it, and the alarm is evaluated each minute.
 * No step that is judged by alarms ends before.
 */
export const ALARMS_TELL_SECONDS = 180;
/** Versions are compared by two full minutes of a weight at least: the first one may begin a minute after the shift, and the second one must be reported. */
export const COMPARISON_TELLS_SECONDS = 180 + METRIC_DELAY_SECONDS;
/** Evidence of a new weight that is late is waited for so long even where the request allows no extension: until silence has proven itself. */
export const LATE_EVIDENCE_SECONDS = 1200;

/** Two readings so far apart must agree before "nothing to do" is believed: AWS answers may be that stale. */
export const SECOND_READING_SECONDS = 30;

/** Step Functions passes at most 256 KiB from state to state: the request, and all that a deployment finds beside it. */
export const MAXIMUM_REQUEST_BYTES = 98_304;

/** How often the watchdog looks for locks whose holders are not running. */
export const WATCHDOG_SECONDS = 300;

/** A deployment is overdue when it runs so much longer than it was planned to: retries and late evidence need no person. */
export const OVERDUE_SECONDS = 900;
