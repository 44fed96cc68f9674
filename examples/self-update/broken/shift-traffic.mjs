/**
 * ShiftTraffic as the next version of the deployer has it, with a defect: it moves the alias, and then counts the routes of an answer that has none any more.
 * A module in this place exports `handler(event, installed)`; `installed(event)` does what the installed version does.
 */
export async function handler(event, installed) {
  const target = await installed(event);
  return { ...target, routes: target.alias.routingConfiguration.length };
}
