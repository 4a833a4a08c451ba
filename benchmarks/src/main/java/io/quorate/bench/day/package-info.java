/**
 * Bad days: a {@link io.quorate.bench.day.Day} befalls a group under load in a {@link
 * io.quorate.bench.day.DayRun}; what it was like is in a {@link io.quorate.bench.day.DayReport}.
 */
package io.quorate.bench.day;
