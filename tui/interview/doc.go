// Package interview is the open session without a face: what is answered, taken back, saved,
// changed by others meanwhile, left open and checked again. Screens, the talk in lines and
// any later face ask it, and draw what it says. It knows no terminal, no file and no network;
// where sessions are kept is behind the interface Store.
package interview
