/** The calendar: play and scrub the days, the dated events, and the windows of the corridors. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { DatedEvent, Day, Window } from "../api";
import { clamp, dayAndMonth, indexOf, longDay, monthTicks, weekday } from "../days";
import { Sources } from "../panels/Sources";
import { type EventDay, eventDays, lastBefore } from "./events";
import { Track } from "./Track";
import { middleOf } from "./windows";

export interface CorridorRow {
  id: string;
  name: string;
  windows: Window[];
  before: Window[];
  changed: boolean;
  agreed: boolean;
}

export interface CalendarProps {
  dates: readonly Day[];
  day: Day;
  playing: boolean;
  events: readonly DatedEvent[];
  corridors: readonly CorridorRow[];
  go(day: Day): void;
  play(on: boolean): void;
  move(corridor: string, window: Window, released: boolean): void;
  /** Undoes a drag that was broken off. */
  cancel(): void;
  reset(corridor: string): void;
}

export function Calendar(props: CalendarProps): ComponentChildren {
  const days = useMemo(() => eventDays(props.events, props.dates), [props.events, props.dates]);
  return (
    <section class="calendar" aria-label="Calendar">
      <Transport {...props} days={days} />
      <div class="rows">
        <Axis dates={props.dates} />
        <span class="rowname" id="scrub-name">
          Day
        </span>
        <Scrubber {...props} />
        <span class="rowname">Dated events</span>
        <EventMarks {...props} days={days} />
        {props.corridors.map((row) => (
          <CorridorLine key={row.id} row={row} {...props} />
        ))}
        <span class="cursor-lane" aria-hidden="true">
          <span class="cursor" style={{ left: percentOf(props.day, props.dates) }} />
        </span>
      </div>
    </section>
  );
}

function percentOf(day: Day, dates: readonly Day[]): string {
  return `${(100 * middleOf(day, dates)).toFixed(3)}%`;
}

type WithDays = CalendarProps & { days: readonly EventDay[] };

function Transport(props: WithDays): ComponentChildren {
  const last = lastBefore(props.days, props.day);
  const index = indexOf(props.dates, props.day);
  const before = props.days.findLast((each) => each.day < props.day);
  const after = props.days.find((each) => each.day > props.day);
  return (
    <div class="transport">
      <button type="button" class="play" aria-pressed={props.playing} onClick={() => props.play(!props.playing)}>
        {props.playing ? "❚❚ Pause" : "▶ Play"}
      </button>
      <p class="today">
        <b>{longDay(props.day)}</b>{" "}
        <small>
          {weekday(props.day)}, day {index + 1} of {props.dates.length}
        </small>
      </p>
      <div class="steps" role="group" aria-label="Dated events">
        <button type="button" disabled={!before} onClick={() => before && props.go(before.day)} aria-label="Event before">
          ‹
        </button>
        <button type="button" disabled={!after} onClick={() => after && props.go(after.day)} aria-label="Next event">
          ›
        </button>
      </div>
      <EventWords shown={props.days[last]} today={props.day} />
    </div>
  );
}

function EventWords({ shown, today }: { shown: EventDay | undefined; today: Day }): ComponentChildren {
  if (!shown) return <div class="event-words">No dated event so far.</div>;
  const when = shown.day === today ? "Today" : dayAndMonth(shown.day);
  return (
    <div class="event-words" tabIndex={0} role="region" aria-label="Dated events up to this day">
      {shown.events.map((event) => (
        <span class="event">
          <b>{when}:</b> {event.text} <Sources text={event.source} />
        </span>
      ))}
    </div>
  );
}

function Axis({ dates }: { dates: readonly Day[] }): ComponentChildren {
  return (
    <div class="axis" aria-hidden="true">
      {monthTicks(dates, 14).map((tick) => (
        <span class="tick" style={{ left: percentOf(tick.day, dates) }}>
          {tick.label.replace(" 20", " ’")}
        </span>
      ))}
    </div>
  );
}

function Scrubber(props: CalendarProps): ComponentChildren {
  return (
    <input
      class="scrubber"
      style={{ "--days": props.dates.length }}
      type="range"
      min={0}
      max={props.dates.length - 1}
      value={indexOf(props.dates, props.day)}
      aria-labelledby="scrub-name"
      aria-valuetext={longDay(props.day)}
      onInput={(event) => props.go(props.dates[Number(event.currentTarget.value)] as Day)}
      onKeyDown={(event) => {
        const week = event.key === "PageUp" ? 7 : event.key === "PageDown" ? -7 : 0;
        if (week === 0) return;
        event.preventDefault();
        props.go(props.dates[clamp(Number(event.currentTarget.value) + week, 0, props.dates.length - 1)] as Day);
      }}
    />
  );
}

/** One stop of the Tab key for all marks; the arrow keys go from one to the next. */
function EventMarks(props: WithDays): ComponentChildren {
  const current = Math.max(0, lastBefore(props.days, props.day));
  const pressed = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = props.days[current + step];
    if (step === 0 || !next) return;
    event.preventDefault();
    props.go(next.day);
    const marks = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("button");
    marks[current + step]?.focus();
  };
  return (
    <div class="marks" role="group" aria-label="Dated events; arrow keys go from one to the next" onKeyDown={pressed}>
      {props.days.map((each, index) => (
        <button
          key={each.day}
          type="button"
          class="mark"
          tabIndex={index === current ? 0 : -1}
          aria-current={each.day === props.day ? "date" : undefined}
          aria-label={`${longDay(each.day)}: ${each.events.map((event) => event.text).join("; ")}`}
          title={`${longDay(each.day)}: ${each.events.map((event) => event.text).join("; ")}`}
          style={{ left: percentOf(each.day, props.dates) }}
          onClick={() => props.go(each.day)}
        />
      ))}
    </div>
  );
}

function CorridorLine({ row, dates, move, cancel, reset }: CalendarProps & { row: CorridorRow }): ComponentChildren {
  return (
    <>
      <span class="rowname" title={row.name}>
        <span>{row.name}</span>
        {row.changed && (
          <button type="button" class="undo" onClick={() => reset(row.id)} aria-label={`Set ${row.name} back`}>
            ↺
          </button>
        )}
      </span>
      <Track
        name={row.name}
        dates={dates}
        windows={row.windows}
        before={row.before}
        changed={row.changed}
        agreed={row.agreed}
        move={(window, released) => move(row.id, window, released)}
        cancel={cancel}
        reset={() => reset(row.id)}
      />
    </>
  );
}
