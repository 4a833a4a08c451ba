/** The verified requests that wait for an order. */
package io.quorate.engine.core.request;
