/** Starts the far upstream. A source file, because the build takes the one public main among the tests' classes for the sandbox. */
class Start {
    public static void main(String[] arguments) throws Exception {
        io.offlinemessages.gateway.faults.FarUpstream.run();
    }
}
